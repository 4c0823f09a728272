/** Every scenario of the suite. A scenario only runs when its family lists it here. */
import type { Scenario } from '../vocabulary/scenario.ts';
import { accept } from './accept.ts';
import { callback } from './callback.ts';
import { discovery } from './discovery.ts';
import { idToken } from './id-token.ts';
import { logout } from './logout.ts';
import { requests } from './requests.ts';
import { sessions } from './sessions.ts';
import { tokenEndpoint } from './token-endpoint.ts';
import { userinfo } from './userinfo.ts';
import { ux } from './ux.ts';

export const allScenarios: readonly Scenario[] = [
  ...requests,
  ...accept,
  ...callback,
  ...idToken,
  ...userinfo,
  ...tokenEndpoint,
  ...discovery,
  ...logout,
  ...sessions,
  ...ux,
];
