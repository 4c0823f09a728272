import { describeThirdParties, firstParties } from './third-party.ts';

describeThirdParties(firstParties, 'quick');
