import type { Scenario } from '../vocabulary/scenario.ts';
import { backAfterLogout } from './sessions/back-after-logout.ts';
import { cookieFlags } from './sessions/cookie-flags.ts';
import { identifierChanges } from './sessions/identifier-changes.ts';
import { markupIsText } from './sessions/markup-is-text.ts';
import { openRedirect } from './sessions/open-redirect.ts';
import { replacedSessionEnds } from './sessions/replaced-session-ends.ts';
import { sameEmailOtherSub } from './sessions/same-email-other-sub.ts';
import { sameSubOtherEmail } from './sessions/same-sub-other-email.ts';
import { secondPersonReplaces } from './sessions/second-person-replaces.ts';
import { stepUp } from './sessions/step-up.ts';
import { stepUpLowerAnswer } from './sessions/step-up-lower-answer.ts';

export const sessions: readonly Scenario[] = [
  identifierChanges,
  secondPersonReplaces,
  replacedSessionEnds,
  backAfterLogout,
  sameEmailOtherSub,
  sameSubOtherEmail,
  stepUp,
  stepUpLowerAnswer,
  cookieFlags,
  openRedirect,
  markupIsText,
];
