import type { Scenario } from '../vocabulary/scenario.ts';
import { codeInjection } from './callback/code-injection.ts';
import { replayed } from './callback/replayed.ts';
import { stateOfAnotherSession } from './callback/state-of-another-session.ts';
import { stateUsedOnce } from './callback/state-used-once.ts';
import { tellsAccessDenied } from './callback/tells-access-denied.ts';
import { tellsInvalidAcr } from './callback/tells-invalid-acr.ts';
import { tellsInvalidScope } from './callback/tells-invalid-scope.ts';
import { tellsServerError } from './callback/tells-server-error.ts';
import { tellsTemporarilyUnavailable } from './callback/tells-temporarily-unavailable.ts';
import { cellsOf } from './families/cells.ts';

export const callback: readonly Scenario[] = [
  ...cellsOf('callback'),
  stateOfAnotherSession,
  replayed,
  stateUsedOnce,
  codeInjection,
  tellsAccessDenied,
  tellsTemporarilyUnavailable,
  tellsServerError,
  tellsInvalidScope,
  tellsInvalidAcr,
];
