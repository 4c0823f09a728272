// @module-tag matrix
import { otherLooks } from '../page-looks.ts';
import { describeAccountPages } from './account-pages.ts';

describeAccountPages(otherLooks);
