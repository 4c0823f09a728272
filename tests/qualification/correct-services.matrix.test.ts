// @module-tag matrix
import { describeCorrectServices } from './correct-services.ts';

describeCorrectServices('browser');
