// @module-tag matrix
import { otherLooks } from '../page-looks.ts';
import { describeAboutPages } from './about-pages.ts';

describeAboutPages(otherLooks);
