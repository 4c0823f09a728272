// @module-tag matrix
import { describeRestOfFamilies } from './plays.ts';

describeRestOfFamilies('plus');
