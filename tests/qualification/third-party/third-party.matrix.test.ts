// @module-tag matrix
import { describeThirdParties, firstParties, otherParties } from './third-party.ts';

describeThirdParties([...firstParties, ...otherParties], 'whole');
