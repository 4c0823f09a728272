// @module-tag matrix
import { describeHonestService, describeSampleOfFamilies } from './plays.ts';

describeHonestService('plus');
describeSampleOfFamilies('plus');
