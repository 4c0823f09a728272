import type { Scenario } from '../vocabulary/scenario.ts';
import { accentedIdentity } from './accept/accented-identity.ts';
import { atHashAbsent } from './accept/at-hash-absent.ts';
import { audienceArray } from './accept/audience-array.ts';
import { bornAbroad } from './accept/born-abroad.ts';
import { callbackExtraParameter } from './accept/callback-extra-parameter.ts';
import { corsicanCommune } from './accept/corsican-commune.ts';
import { extraClaims } from './accept/extra-claims.ts';
import { higherLevel } from './accept/higher-level.ts';
import { hyphenatedIdentity } from './accept/hyphenated-identity.ts';
import { newSigningKey } from './accept/new-signing-key.ts';
import { optionalClaimAbsent } from './accept/optional-claim-absent.ts';
import { plain } from './accept/plain.ts';
import { presumedDate } from './accept/presumed-date.ts';
import { secondEncryptionKey } from './accept/second-encryption-key.ts';
import { tokenExtraMember } from './accept/token-extra-member.ts';
import { tokenTypeCase } from './accept/token-type-case.ts';

export const accept: readonly Scenario[] = [
  plain,
  higherLevel,
  audienceArray,
  newSigningKey,
  secondEncryptionKey,
  extraClaims,
  optionalClaimAbsent,
  accentedIdentity,
  hyphenatedIdentity,
  presumedDate,
  bornAbroad,
  corsicanCommune,
  tokenTypeCase,
  tokenExtraMember,
  callbackExtraParameter,
  atHashAbsent,
];
