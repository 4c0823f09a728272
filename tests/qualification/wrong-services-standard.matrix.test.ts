// @module-tag matrix
import { describeHonestService, describeSampleOfFamilies } from './plays.ts';

describeHonestService('standard');
describeSampleOfFamilies('standard');
