import { describeOtherPages } from './other-pages.ts';

describeOtherPages('fr');
