import type { Scenario } from '../vocabulary/scenario.ts';
import { accounts } from './families/accounts.ts';
import { exposure } from './families/exposure.ts';
import { markup } from './families/markup.ts';
import { returnAddresses } from './families/return-addresses.ts';
import { backAfterLogout } from './sessions/back-after-logout.ts';
import { cookieFlags } from './sessions/cookie-flags.ts';
import { identifierChanges } from './sessions/identifier-changes.ts';
import { identifierUnpredictable } from './sessions/identifier-unpredictable.ts';
import { identityNotStored } from './sessions/identity-not-stored.ts';
import { parallelLogins } from './sessions/parallel-logins.ts';
import { replacedSessionEnds } from './sessions/replaced-session-ends.ts';
import { secondPersonReplaces } from './sessions/second-person-replaces.ts';
import { stepUp } from './sessions/step-up.ts';
import { stepUpLowerAnswer } from './sessions/step-up-lower-answer.ts';
import { twoTabs } from './sessions/two-tabs.ts';

export const sessions: readonly Scenario[] = [
  identifierChanges,
  identifierUnpredictable,
  identityNotStored,
  secondPersonReplaces,
  replacedSessionEnds,
  backAfterLogout,
  ...accounts,
  stepUp,
  stepUpLowerAnswer,
  cookieFlags,
  ...returnAddresses,
  twoTabs,
  parallelLogins,
  ...markup,
  ...exposure,
];
