import { acceptDefects } from './accept.ts';
import { callbackDefects } from './callback.ts';
import { comparisonDefects } from './comparisons.ts';
import type { Defect } from './defect.ts';
import { encryptionDefects } from './encryption.ts';
import { exposureDefects } from './exposure.ts';
import { idTokenClaimDefects } from './id-token-claims.ts';
import { idTokenProtectionDefects } from './id-token-protection.ts';
import { requestDefects } from './requests.ts';
import { logoutDefects, sessionDefects } from './sessions.ts';
import { signatureDefects } from './signature.ts';
import { timeDefects } from './times.ts';
import { identityDefects, toldDefects } from './told.ts';
import { tokenEndpointDefects, userinfoDefects } from './userinfo.ts';
import { uxDefects } from './ux.ts';

/** Every wrong service there is, by family. */
export const defects: readonly Defect[] = [
  ...requestDefects,
  ...acceptDefects,
  ...callbackDefects,
  ...toldDefects,
  ...idTokenClaimDefects,
  ...idTokenProtectionDefects,
  ...comparisonDefects,
  ...timeDefects,
  ...signatureDefects,
  ...encryptionDefects,
  ...userinfoDefects,
  ...tokenEndpointDefects,
  ...logoutDefects,
  ...sessionDefects,
  ...identityDefects,
  ...exposureDefects,
  ...uxDefects,
];
