import type { Scenario } from '../vocabulary/scenario.ts';
import { codeInjection } from './callback/code-injection.ts';
import { replayed } from './callback/replayed.ts';
import { replayedAfterLogout } from './callback/replayed-after-logout.ts';
import { replayedOtherwise } from './callback/replayed-otherwise.ts';
import { stateOfAnotherSession } from './callback/state-of-another-session.ts';
import { stateUsedOnce } from './callback/state-used-once.ts';
import { cellsOf } from './families/cells.ts';
import { errors } from './families/errors.ts';

export const callback: readonly Scenario[] = [
  ...cellsOf('callback'),
  stateOfAnotherSession,
  replayed,
  replayedOtherwise,
  replayedAfterLogout,
  stateUsedOnce,
  codeInjection,
  ...errors,
];
