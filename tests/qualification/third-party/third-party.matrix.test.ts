// @module-tag matrix
import { describeThirdParties, otherParties } from './third-party.ts';

describeThirdParties(otherParties);
