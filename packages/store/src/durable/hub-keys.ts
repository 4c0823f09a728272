import { GaranceError } from '@garance/core';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { Vault } from '../vault.ts';
import { anyChanged } from './changed-rows.ts';
import { changeConfiguration } from './configuration-revision.ts';
import type { HubKey, HubKeyFacts, HubKeyStore } from './contract.ts';
import type { SealedColumn } from './reseal.ts';
import type { Tables } from './schema.ts';

type Row = Selectable<Tables['hub_key']>;

const purpose = 'hub-private-key';
const privateJwkSchema = z.looseObject({ kty: z.string().min(1) });

/** Encryption context: a sealed key copied to another hub or another kid cannot be opened there (security.md 14). */
function place(key: { platform: string; environment: string; kid: string }): string {
  return `${key.platform}/${key.environment}/${key.kid}`;
}

export const sealedHubKeys: SealedColumn = {
  table: 'hub_key',
  column: 'sealed_private_jwk',
  key: ['platform', 'environment', 'kid'],
  purpose,
  context: (platform = '', environment = '', kid = '') => place({ platform, environment, kid }),
};

/** Table `hub_key`: signing and decryption keys of the hubs. */
export function createHubKeyStore(db: Kysely<Tables>, vault: Vault): HubKeyStore {
  return {
    list: async (hub) => {
      const rows = await db
        .selectFrom('hub_key')
        .selectAll()
        .where('platform', '=', hub.platform)
        .where('environment', '=', hub.environment)
        .where('state', '!=', 'removed')
        .orderBy('created_at_ms')
        .orderBy('kid')
        .execute();
      return rows.flatMap((row) =>
        row.sealed_private_jwk === null ? [] : [toKey(row, row.sealed_private_jwk, vault)],
      );
    },
    describe: async (hub) => {
      const rows = await db
        .selectFrom('hub_key')
        .select([
          'platform',
          'environment',
          'kid',
          'use',
          'alg',
          'state',
          'created_at_ms',
          'active_from_ms',
          'retired_at_ms',
        ])
        .where('platform', '=', hub.platform)
        .where('environment', '=', hub.environment)
        .where('state', '!=', 'removed')
        .orderBy('created_at_ms')
        .orderBy('kid')
        .execute();
      return rows.map(factsOf);
    },
    insert: (key) => changeConfiguration(db, (trx) => insertKey(trx, vault, key)),
    insertFirst: async (key) => {
      if (await hasUsableKey(db, key)) return false;
      return changeConfiguration(db, async (trx) => {
        // Checked again, now that other nodes' configuration changes wait for this transaction.
        if (await hasUsableKey(trx, key)) return false;
        await insertKey(trx, vault, key);
        return true;
      });
    },
    update: (hub, kid, { state, changes }) =>
      changeConfiguration(db, async (trx) => {
        const update = trx
          .updateTable('hub_key')
          .set({
            state,
            ...(changes?.activeFromMs === undefined ? {} : { active_from_ms: changes.activeFromMs }),
            ...(changes?.retiredAtMs === undefined ? {} : { retired_at_ms: changes.retiredAtMs }),
            ...(state === 'removed' ? { sealed_private_jwk: null } : {}),
          })
          .where('platform', '=', hub.platform)
          .where('environment', '=', hub.environment)
          .where('kid', '=', kid)
          .where('state', '!=', 'removed');
        if (!(await anyChanged(update))) throw new GaranceError('store.not_found', { detail: 'hub key' });
      }),
  };
}

async function insertKey(db: Kysely<Tables>, vault: Vault, key: HubKey): Promise<void> {
  const { platform, environment } = key.hub;
  const jwk = JSON.stringify(privateJwkSchema.parse(key.privateJwk));
  await db
    .insertInto('hub_key')
    .values({
      platform,
      environment,
      kid: key.kid,
      use: key.use,
      alg: key.alg,
      state: key.state,
      sealed_private_jwk: vault.seal(purpose, jwk, place({ platform, environment, kid: key.kid })),
      created_at_ms: key.createdAtMs,
      active_from_ms: key.activeFromMs ?? null,
      retired_at_ms: key.retiredAtMs ?? null,
    })
    .execute();
}

async function hasUsableKey(db: Kysely<Tables>, key: HubKey): Promise<boolean> {
  const found = await db
    .selectFrom('hub_key')
    .select('kid')
    .where('platform', '=', key.hub.platform)
    .where('environment', '=', key.hub.environment)
    .where('use', '=', key.use)
    .where('alg', '=', key.alg)
    .where('state', 'in', ['upcoming', 'active'])
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

function toKey(row: Row, sealed: string, vault: Vault): HubKey {
  return {
    ...factsOf(row),
    privateJwk: privateJwkSchema.parse(JSON.parse(vault.open(purpose, sealed, place(row)))),
  };
}

function factsOf(row: Omit<Row, 'sealed_private_jwk'>): HubKeyFacts {
  const { platform, environment, kid, use, alg, state } = row;
  return {
    hub: { platform, environment },
    kid,
    use,
    alg,
    state,
    createdAtMs: Number(row.created_at_ms),
    ...(row.active_from_ms === null ? {} : { activeFromMs: Number(row.active_from_ms) }),
    ...(row.retired_at_ms === null ? {} : { retiredAtMs: Number(row.retired_at_ms) }),
  };
}
