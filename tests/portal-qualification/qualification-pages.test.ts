import { firstLook } from '../page-looks.ts';
import { describeQualificationPages } from './qualification-pages.ts';

describeQualificationPages(firstLook);
