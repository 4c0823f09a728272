import { describeHonestService } from './plays.ts';

describeHonestService('standard');
