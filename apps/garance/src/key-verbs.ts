/** Verbs for the keys of hubs and the master key, for users with a shell on the machine. Bodies are JSON. */
import { type Clock, environmentSchema, GaranceError, type HubId, platformSchema } from '@garance/core';
import {
  defaultKeyPolicy,
  destroyPastKeys,
  type KeyCustody,
  type KeyPhase,
  phaseOf,
  replaceHubKeys,
  rotateHubKeys,
  tokenReferenceOf,
} from '@garance/hub';
import { type PlatformStore, type PortalDeps, resealAttachments } from '@garance/portal';
import type { MasterKeys, ResealCounts } from '@garance/store';
import { z } from 'zod';
import type { Verbs } from './machine-verbs.ts';

interface KeyVerbsInput {
  readonly hubs: readonly HubId[];
  readonly store: PlatformStore;
  readonly custody: KeyCustody;
  readonly masterKeys: MasterKeys;
  readonly clock: Clock;
  readonly partnerSpace: PortalDeps;
  /** Makes the hub of this process reload changes at once; other processes are notified by the database. */
  readonly refresh?: (hub: HubId) => Promise<void>;
}

/** By hub, `platform/environment`. */
export type KidsReport = readonly { readonly hub: string; readonly kids: readonly string[] }[];

export interface ReplaceReport {
  readonly hub: string;
  readonly made: readonly string[];
  readonly destroyed: readonly string[];
  readonly notDestroyed: readonly string[];
}

export interface ListedKey {
  readonly hub: string;
  readonly kid: string;
  readonly use: 'sig' | 'enc';
  readonly alg: string;
  readonly phase: KeyPhase;
  readonly activeFromMs: number;
  /** Label of the token that holds the key; absent: the key is in the database. */
  readonly token?: string;
}

export type RewrapReport = readonly ResealCounts[];

const someHubSchema = z.object({ platform: platformSchema, environment: environmentSchema }).optional();
const replaceSchema = z.object({
  platform: platformSchema,
  environment: environmentSchema,
  reason: z.string().trim().min(1).max(500),
});
const commandLine = 'command-line';
const nameOf = ({ platform, environment }: HubId) => `${platform}/${environment}`;

export function keyVerbs(input: KeyVerbsInput): Verbs {
  return {
    '/keys/rotate': (body) => rotate(input, selectHubs(input, someHubSchema.parse(body))),
    '/keys/replace': (body) => {
      const { reason, ...hub } = replaceSchema.parse(body);
      return replace(input, { hub: selectHubs(input, hub)[0] ?? hub, reason });
    },
    '/keys/destroy': () => destroy(input),
    '/keys/list': () => list(input),
    '/keys/rewrap': () => rewrap(input),
  };
}

/** @throws GaranceError `general.not_found` for a hub that does not belong to this installation */
function selectHubs({ hubs }: KeyVerbsInput, only: HubId | undefined): readonly HubId[] {
  if (only === undefined) return hubs.map(({ platform, environment }) => ({ platform, environment }));
  if (!hubs.some((hub) => nameOf(hub) === nameOf(only))) {
    throw new GaranceError('general.not_found', { detail: nameOf(only) });
  }
  return [only];
}

const keysOf = ({ store, custody, clock }: KeyVerbsInput, hub: HubId) => ({
  hub,
  store: store.hubKeys,
  custody,
  clock,
});

async function rotate(input: KeyVerbsInput, hubs: readonly HubId[]): Promise<KidsReport> {
  const report: { hub: string; kids: readonly string[] }[] = [];
  for (const hub of hubs) {
    const kids = await rotateHubKeys(keysOf(input, hub));
    await audit(input, { action: 'hub-keys.rotated', objectId: nameOf(hub), detail: { keys: kids.length } });
    await input.refresh?.(hub);
    report.push({ hub: nameOf(hub), kids });
  }
  return report;
}

async function replace(
  input: KeyVerbsInput,
  { hub, reason }: { readonly hub: HubId; readonly reason: string },
): Promise<ReplaceReport> {
  const replaced = await replaceHubKeys(keysOf(input, hub));
  await input.refresh?.(hub);
  const { made, destroyed, notDestroyed } = replaced;
  const detail = {
    reason,
    made: made.length,
    destroyed: destroyed.length,
    notDestroyed: notDestroyed.length,
  };
  await audit(input, { action: 'hub-keys.replaced', objectId: nameOf(hub), detail });
  return { hub: nameOf(hub), ...replaced };
}

async function destroy(input: KeyVerbsInput): Promise<KidsReport> {
  const report: { hub: string; kids: readonly string[] }[] = [];
  for (const hub of selectHubs(input, undefined)) {
    report.push({ hub: nameOf(hub), kids: await destroyPastKeys(keysOf(input, hub)) });
  }
  return report;
}

async function list(input: KeyVerbsInput): Promise<readonly ListedKey[]> {
  const { store, clock } = input;
  const byHub = await Promise.all(
    selectHubs(input, undefined).map(async (hub) => {
      const keys = await store.hubKeys.list(hub);
      return keys.map((key): ListedKey => {
        const token = tokenReferenceOf(key)?.token;
        const { kid, use, alg, createdAtMs, activeFromMs = createdAtMs } = key;
        const phase = phaseOf(key, { keys, nowMs: clock.now() }, defaultKeyPolicy);
        return {
          hub: nameOf(hub),
          kid,
          use,
          alg,
          phase,
          activeFromMs,
          ...(token !== undefined && { token }),
        };
      });
    }),
  );
  return byHub.flat();
}

/** @throws GaranceError `keys.rewrap_without_other` */
async function rewrap(input: KeyVerbsInput): Promise<RewrapReport> {
  const { store, masterKeys, partnerSpace } = input;
  if (masterKeys.other === undefined) throw new GaranceError('keys.rewrap_without_other');
  const report = [...(await store.reseal()), await resealAttachments(partnerSpace)];
  const detail = {
    resealed: report.reduce((sum, { resealed }) => sum + resealed, 0),
    unreadable: report.reduce((sum, { unreadable }) => sum + unreadable, 0),
  };
  await audit(input, { action: 'master-key.rewrapped', objectId: 'master-key', detail });
  return report;
}

interface Act {
  readonly action: string;
  readonly objectId: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

function audit({ store, clock }: KeyVerbsInput, { action, objectId, detail }: Act): Promise<unknown> {
  const object = objectId === 'master-key' ? 'installation' : 'hub';
  return store.portal.audit.append({
    atMs: clock.now(),
    actor: commandLine,
    action,
    object,
    objectId,
    detail,
  });
}
