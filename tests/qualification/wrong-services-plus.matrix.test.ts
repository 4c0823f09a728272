// @module-tag matrix
import { describeHonestService, describeRestOfFamilies } from './plays.ts';

describeHonestService('plus');
describeRestOfFamilies('plus');
