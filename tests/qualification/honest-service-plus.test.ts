import { describeHonestService } from './plays.ts';

describeHonestService('plus');
