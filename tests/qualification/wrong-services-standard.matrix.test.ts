// @module-tag matrix
import { describeHonestService, describeRestOfFamilies } from './plays.ts';

describeHonestService('standard');
describeRestOfFamilies('standard');
