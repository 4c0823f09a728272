import { describeWholePath } from './whole-path.ts';

describeWholePath('plus');
