// @module-tag matrix
import { otherLooks } from '../page-looks.ts';
import { describeQualificationPages } from './qualification-pages.ts';

describeQualificationPages(otherLooks);
