import { describeCorrectServices } from './correct-services.ts';

describeCorrectServices('http');
