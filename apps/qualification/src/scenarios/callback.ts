import type { Scenario } from '../vocabulary/scenario.ts';
import { codeInjection } from './callback/code-injection.ts';
import { issuerAbsent } from './callback/issuer-absent.ts';
import { missingState } from './callback/missing-state.ts';
import { noCode } from './callback/no-code.ts';
import { replayed } from './callback/replayed.ts';
import { stateOfAnotherSession } from './callback/state-of-another-session.ts';
import { tellsAccessDenied } from './callback/tells-access-denied.ts';
import { tellsInvalidAcr } from './callback/tells-invalid-acr.ts';
import { tellsInvalidScope } from './callback/tells-invalid-scope.ts';
import { tellsServerError } from './callback/tells-server-error.ts';
import { tellsTemporarilyUnavailable } from './callback/tells-temporarily-unavailable.ts';
import { wrongIssuer } from './callback/wrong-issuer.ts';
import { wrongState } from './callback/wrong-state.ts';

export const callback: readonly Scenario[] = [
  wrongState,
  missingState,
  stateOfAnotherSession,
  replayed,
  wrongIssuer,
  codeInjection,
  noCode,
  issuerAbsent,
  tellsAccessDenied,
  tellsTemporarilyUnavailable,
  tellsServerError,
  tellsInvalidScope,
  tellsInvalidAcr,
];
