import type { Scenario } from '../vocabulary/scenario.ts';
import { atHashAbsent } from './accept/at-hash-absent.ts';
import { audienceArray } from './accept/audience-array.ts';
import { callbackExtraParameter } from './accept/callback-extra-parameter.ts';
import { extraClaims } from './accept/extra-claims.ts';
import { higherLevel } from './accept/higher-level.ts';
import { newSigningKey } from './accept/new-signing-key.ts';
import { plain } from './accept/plain.ts';
import { secondEncryptionKey } from './accept/second-encryption-key.ts';
import { tokenExtraMember } from './accept/token-extra-member.ts';
import { tokenTypeCase } from './accept/token-type-case.ts';
import { identities } from './families/identities.ts';

export const accept: readonly Scenario[] = [
  plain,
  higherLevel,
  audienceArray,
  newSigningKey,
  secondEncryptionKey,
  extraClaims,
  ...identities,
  tokenTypeCase,
  tokenExtraMember,
  callbackExtraParameter,
  atHashAbsent,
];
