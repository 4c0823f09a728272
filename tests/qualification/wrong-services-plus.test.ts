import { describeWrongServices } from './plays.ts';

describeWrongServices('plus');
