/** Mails owners and technical contacts about secrets and keys that expire soon. Run daily by the scheduler. */

import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import { dayMs } from '../time/day.ts';
import { accessLifecycle } from './lifecycle.ts';
import { mailEnding } from './mails.ts';

/** Days before the end at which a mail leaves. */
const thresholds = [30, 7, 1] as const;
/** Age at which a secret without expiry is mentioned first; again each half year. */
const oldAfterDays = 365;
const oldAgainAfterDays = 182;
const batch = 500;

type RemindDeps = Pick<PortalDeps, 'clock' | 'config' | 'store'>;

/**
 * Each notice is noted in the transaction that queues its mails, so that running twice, or after a crash, sends it once.
 * @returns notices sent
 */
export async function remindExpiring(deps: RemindDeps): Promise<number> {
  return (await remindSecrets(deps)) + (await remindOldSecrets(deps)) + (await remindKeys(deps));
}

/** The threshold that has been crossed and was not announced yet. */
function dueThreshold(endMs: number, nowMs: number, reminded: number | undefined): number | undefined {
  const days = (endMs - nowMs) / dayMs;
  const crossed = thresholds.findLast((threshold) => days <= threshold);
  return crossed !== undefined && (reminded === undefined || reminded > crossed) ? crossed : undefined;
}

async function remindSecrets(deps: RemindDeps): Promise<number> {
  const nowMs = deps.clock.now();
  const { clientSecrets } = deps.store.portal;
  let sent = 0;
  for (const secret of await clientSecrets.expiring(nowMs, nowMs + thresholds[0] * dayMs, batch)) {
    const { id, accessId, expiresAtMs = nowMs, remindedDays } = secret;
    const days = dueThreshold(expiresAtMs, nowMs, remindedDays);
    if (days === undefined) continue;
    const notice: Notice = {
      accessId,
      kind: 'secret',
      dateMs: expiresAtMs,
      id: `secret-${id}-ending-${days}`,
    };
    await remind(deps, notice, (tables) => tables.clientSecrets.noteReminded(id, days));
    sent += 1;
  }
  return sent;
}

async function remindOldSecrets(deps: RemindDeps): Promise<number> {
  const nowMs = deps.clock.now();
  let sent = 0;
  for (const secret of await deps.store.portal.clientSecrets.older(nowMs - oldAfterDays * dayMs, batch)) {
    const { id, accessId, createdAtMs, remindedDays } = secret;
    const age = Math.floor((nowMs - createdAtMs) / dayMs);
    if (remindedDays !== undefined && age < remindedDays + oldAgainAfterDays) continue;
    const notice: Notice = { accessId, kind: 'old', dateMs: createdAtMs, id: `secret-${id}-old-${age}` };
    await remind(deps, notice, (tables) => tables.clientSecrets.noteReminded(id, age));
    sent += 1;
  }
  return sent;
}

async function remindKeys(deps: RemindDeps): Promise<number> {
  const nowMs = deps.clock.now();
  let sent = 0;
  const before = nowMs + thresholds[0] * dayMs;
  for (const draft of await deps.store.portal.registrationDrafts.withKeysEnding(before, batch)) {
    const { id, accessId, keysEndAtMs = nowMs, keysRemindedDays } = draft;
    const days = dueThreshold(keysEndAtMs, nowMs, keysRemindedDays);
    if (days === undefined) continue;
    const notice: Notice = {
      accessId,
      kind: 'keys',
      dateMs: keysEndAtMs,
      id: `registration-${id}-keys-${days}`,
    };
    await remind(deps, notice, (tables) => tables.registrationDrafts.noteKeysReminded(id, days));
    sent += 1;
  }
  return sent;
}

interface Notice {
  readonly accessId: string;
  readonly kind: 'secret' | 'old' | 'keys';
  readonly dateMs: number;
  readonly id: string;
}

/** Mails the notice and notes it, in one transaction. A final registration is noted without a mail. */
async function remind(
  { store, clock, config }: RemindDeps,
  { accessId, ...notice }: Notice,
  note: (tables: PortalTables) => Promise<void>,
): Promise<void> {
  await store.portal.transaction(async (tables) => {
    const access = await tables.clientRegistrations.find(accessId);
    if (access !== undefined && !accessLifecycle.states[access.state].final) {
      await mailEnding(tables, { deps: { clock, config }, access, ...notice });
    }
    await note(tables);
  });
}
