// @module-tag matrix
import { describePushedRequest, describeRefusals, otherRefusals } from './developer.ts';

describePushedRequest(true);
describeRefusals(otherRefusals);
