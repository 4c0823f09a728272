// @module-tag matrix
import { otherLooks } from '../page-looks.ts';
import { describeHabilitationPages } from './habilitation-pages.ts';

describeHabilitationPages(otherLooks);
