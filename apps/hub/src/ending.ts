/**
 * How a login ends: its answer is stored, sealed, for as long as a browser may ask for it again, so that a second
 * click, a reload or the back button never turns a success into an error. Which answer it is, is decided by a step.
 */
import type { ErrorCode } from '@garance/core';
import type { HubDeps } from './deps.ts';
import { advance, type Interaction, loadInteraction } from './interaction.ts';
import type { StepOutcome } from './outcome.ts';
import type { ToServiceOutcome } from './to-service.ts';
import { baseOf, type Ending, type FormId, type LoadedTransaction, type Transaction } from './transaction.ts';

type EndingDeps = Pick<HubDeps, 'config' | 'inflight' | 'vault' | 'registry' | 'clock' | 'logins'>;

/** Milliseconds within which the same form gets the same answer. */
const repeatMs = 10_000;

/** Result of the one call that ended a login. */
export interface EndedLogin {
  readonly outcome: StepOutcome;
  /** Gives another answer, when the first one could not be completed. */
  replaceBy(answer: ToServiceOutcome): Promise<StepOutcome>;
}

interface EndInput {
  readonly answer: ToServiceOutcome;
  /** The form that decided the answer. */
  readonly form?: FormId;
}

/**
 * Ends the login with this answer; undefined when another request ended or changed it first. `prompt=none` shows no page
 * (Core §3.1.2.1): its answer leaves at once and nothing is kept.
 */
export async function endLogin(
  deps: EndingDeps,
  loaded: LoadedTransaction,
  { answer, form }: EndInput,
): Promise<EndedLogin | undefined> {
  const { id, version, transaction } = loaded;
  if (transaction.request.prompt.includes('none')) {
    if (!(await deps.inflight.takeTransaction(id, version))) return undefined;
    return { outcome: answer, replaceBy: async (other) => other };
  }
  const ended = await putEnding(deps, loaded, { answer, ...(form !== undefined && { form }) });
  if (ended === undefined) return undefined;
  return {
    outcome: { kind: 'onward', id, answer },
    replaceBy: async (other) => {
      await putEnding(deps, ended, { answer: other, ...(form !== undefined && { form }) });
      return { kind: 'onward', id, answer: other };
    },
  };
}

async function putEnding(
  deps: EndingDeps,
  loaded: LoadedTransaction,
  { answer, form }: EndInput,
): Promise<LoadedTransaction | undefined> {
  const { code } = answer.params;
  const ending: Ending = {
    response: await deps.logins.conductOf(answer.plan).carry(answer),
    atMs: deps.clock.now(),
    ...(code !== undefined && { code }),
    ...(form !== undefined && { form }),
  };
  const transaction: Transaction = { ...baseOf(loaded.transaction), state: 'ended', ending };
  const stored = await advance(deps, loaded, {
    event: 'ended',
    next: transaction,
    ttlSeconds: endedSeconds(deps),
  });
  return stored ? { id: loaded.id, version: loaded.version + 1, transaction } : undefined;
}

/** As long as a second visit may ask whether the code was redeemed. */
function endedSeconds({ config }: EndingDeps): number {
  return config.codeTtlSeconds + config.accessTokenTtlSeconds;
}

export type EndedInteraction = Interaction & {
  readonly transaction: Extract<Transaction, { readonly state: 'ended' }>;
};

export function isEnded(interaction: Interaction): interaction is EndedInteraction {
  return interaction.transaction.state === 'ended';
}

/** Whether the answer can still be used. `being-written`: decided, but its code is not yet in the store. */
export type Usable = 'usable' | 'being-written' | 'redeemed' | 'over';

export async function usabilityOf(deps: EndingDeps, { transaction }: EndedInteraction): Promise<Usable> {
  const { code, atMs } = transaction.ending;
  if (code === undefined) return 'usable';
  const state = await deps.inflight.codeState(code);
  if (state === 'pending') return 'usable';
  if (state === 'redeemed') return 'redeemed';
  return deps.clock.now() - atMs < repeatMs ? 'being-written' : 'over';
}

/**
 * Answers a form of a login that has ended: the same form gets the first answer again, any other the page that shows
 * how the login ended.
 */
export async function repeatEnding(
  deps: EndingDeps,
  interaction: EndedInteraction,
  form: FormId,
): Promise<StepOutcome> {
  const { id, version, transaction } = interaction;
  const { ending } = transaction;
  const again =
    ending.form === form &&
    deps.clock.now() - ending.atMs <= repeatMs &&
    ['usable', 'being-written'].includes(await usabilityOf(deps, interaction));
  return again ? { kind: 'onward', id } : { kind: 'next', id, version, transaction };
}

/** Another request changed the login first: continues from the state that it left. */
export async function afterConflict(
  deps: EndingDeps,
  { id, browserSecret }: Interaction,
  form: FormId,
): Promise<StepOutcome> {
  const loaded = await loadInteraction(deps, id, browserSecret);
  if (!loaded.ok) return { kind: 'error-page', error: loaded.error };
  const { interaction } = loaded;
  if (isEnded(interaction)) return repeatEnding(deps, interaction, form);
  const { version, transaction } = interaction;
  return { kind: 'next', id, version, transaction };
}

/** Returns the citizen to the choice of a provider, with the reason on the page. */
export async function backToChoice(
  deps: Pick<HubDeps, 'inflight' | 'vault'>,
  loaded: LoadedTransaction,
  notice: ErrorCode,
): Promise<StepOutcome> {
  const choosing: Transaction = { ...baseOf(loaded.transaction), state: 'choosing', notice };
  const stored = await advance(deps, loaded, { event: 'provider-refused', next: choosing });
  if (!stored) return { kind: 'error-page', error: 'interaction.out_of_order' };
  return { kind: 'next', id: loaded.id, version: loaded.version + 1, transaction: choosing };
}
