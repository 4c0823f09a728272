import { firstLook } from '../page-looks.ts';
import { describeAccountPages, describePasskeys } from './account-pages.ts';

describeAccountPages(firstLook);
describePasskeys();
