import { describeWrongServices } from './plays.ts';

describeWrongServices('standard');
