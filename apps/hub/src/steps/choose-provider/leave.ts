import type { ErrorCode } from '@garance/core';
import type { HubDeps } from '../../deps.ts';
import { afterConflict, endLogin } from '../../ending.ts';
import { advance, type Interaction } from '../../interaction.ts';
import type { StepOutcome } from '../../outcome.ts';
import { errorToService } from '../../to-service.ts';
import { baseOf, type Transaction } from '../../transaction.ts';

/** Nothing about the citizen is sent: the service only learns that they went back. */
export async function leaveToService(deps: HubDeps, interaction: Interaction): Promise<StepOutcome> {
  const { transaction } = interaction;
  const { request } = transaction;
  const answer =
    transaction.state === 'failed'
      ? errorToService(request, transaction.error, transaction.detail)
      : errorToService(request, 'interaction.declined');
  const ended = await endLogin(deps, interaction, { answer, form: 'leave' });
  return ended?.outcome ?? afterConflict(deps, interaction, 'leave');
}

/** Errors that do not depend on the account. */
const beyondAnotherAccount: ReadonlySet<ErrorCode> = new Set([
  'register.refused',
  'register.unavailable',
  'identity.subject_unconfigured',
]);

/** Whether another account may get further than the one that was refused. */
export function canAnotherAccountHelp(error: ErrorCode): boolean {
  return !beyondAnotherAccount.has(error);
}

/** From a refusal back to the choice of an account, with the reason on the page. */
export async function tryAnotherAccount(deps: HubDeps, interaction: Interaction): Promise<StepOutcome> {
  const { id, version, transaction } = interaction;
  // A second click: the login is already in that state.
  if (transaction.state === 'choosing') return { kind: 'next', id, version, transaction };
  if (transaction.state !== 'failed' || !canAnotherAccountHelp(transaction.error)) {
    return { kind: 'error-page', error: 'interaction.out_of_order' };
  }
  const choosing: Transaction = { ...baseOf(transaction), state: 'choosing', notice: transaction.error };
  const stored = await advance(deps, interaction, { event: 'another-account', next: choosing });
  return stored
    ? { kind: 'next', id, version: version + 1, transaction: choosing }
    : afterConflict(deps, interaction, 'another-account');
}
