// @module-tag matrix
import { otherLooks } from '../page-looks.ts';
import { describeAdministrationPages } from './administration-pages.ts';

describeAdministrationPages(otherLooks);
