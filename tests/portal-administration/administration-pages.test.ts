import { firstLook } from '../page-looks.ts';
import { describeAdministrationPages } from './administration-pages.ts';

describeAdministrationPages(firstLook);
