// @module-tag matrix
import { describeRefusals, first } from './identity-refused.ts';

describeRefusals({
  isIdentity: (login) => !first.identities.includes(login),
  isFault: (fault) => !first.faults.includes(fault),
});
