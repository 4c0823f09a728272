// @module-tag matrix
import { describeWholePath } from './whole-path.ts';

describeWholePath('standard');
