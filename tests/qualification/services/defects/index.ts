import { acceptDefects } from './accept.ts';
import { callbackDefects } from './callback.ts';
import type { Defect } from './defect.ts';
import { idTokenClaimDefects } from './id-token-claims.ts';
import { idTokenProtectionDefects } from './id-token-protection.ts';
import { requestDefects } from './requests.ts';
import { logoutDefects, sessionDefects } from './sessions.ts';
import { tokenEndpointDefects, userinfoDefects } from './userinfo.ts';
import { uxDefects } from './ux.ts';

/** Every wrong service there is, by family. */
export const defects: readonly Defect[] = [
  ...requestDefects,
  ...acceptDefects,
  ...callbackDefects,
  ...idTokenClaimDefects,
  ...idTokenProtectionDefects,
  ...userinfoDefects,
  ...tokenEndpointDefects,
  ...logoutDefects,
  ...sessionDefects,
  ...uxDefects,
];
