// @module-tag matrix
import { describeOtherPages } from './other-pages.ts';

describeOtherPages('en');
