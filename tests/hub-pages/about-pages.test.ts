import { firstLook } from '../page-looks.ts';
import { describeAboutPages } from './about-pages.ts';

describeAboutPages(firstLook);
