import type { Clock } from '@garance/core';
import { anyChanged, type SealedColumn, type Vault } from '@garance/store';
import type { Kysely } from 'kysely';
import type { Tables } from '../../schema.ts';

export interface TotpFactors {
  /** Stores a secret that has no effect until a code confirms it; replaces a pending one. Base32. */
  putPending(personId: string, secret: string): Promise<void>;
  findPending(personId: string): Promise<string | undefined>;
  find(personId: string): Promise<string | undefined>;
  /**
   * Makes the pending secret the person's second factor, in place of the former one; the code of `timeStep` counts as
   * used.
   */
  confirm(personId: string, timeStep: number): Promise<void>;
  /** Marks the codes up to this time step as used. @returns true for one of several concurrent uses. RFC 6238 §5.2. */
  useTimeStep(personId: string, timeStep: number): Promise<boolean>;
  remove(personId: string): Promise<void>;
}

const purpose = 'totp-secret';

export const sealedTotpSecrets: SealedColumn = {
  table: 'totp',
  column: 'sealed_secret',
  key: ['person_id', 'state'],
  purpose,
  context: (personId = '') => personId,
};

/** Table `totp`: secrets are sealed at rest (security.md 19). */
export function createTotpFactors(db: Kysely<Tables>, vault: Vault, clock: Clock): TotpFactors {
  const find = async (personId: string, state: 'pending' | 'confirmed'): Promise<string | undefined> => {
    const row = await db
      .selectFrom('totp')
      .select('sealed_secret')
      .where('person_id', '=', personId)
      .where('state', '=', state)
      .executeTakeFirst();
    return row && vault.open(purpose, row.sealed_secret, personId);
  };
  const remove = (personId: string) => db.deleteFrom('totp').where('person_id', '=', personId);
  return {
    putPending: async (personId, secret) => {
      await remove(personId).where('state', '=', 'pending').execute();
      await db
        .insertInto('totp')
        .values({
          person_id: personId,
          state: 'pending',
          sealed_secret: vault.seal(purpose, secret, personId),
          created_at_ms: clock.now(),
          last_step: 0,
        })
        .execute();
    },
    findPending: (personId) => find(personId, 'pending'),
    find: (personId) => find(personId, 'confirmed'),
    confirm: async (personId, timeStep) => {
      await remove(personId).where('state', '=', 'confirmed').execute();
      await db
        .updateTable('totp')
        .set({ state: 'confirmed', last_step: timeStep })
        .where('person_id', '=', personId)
        .where('state', '=', 'pending')
        .execute();
    },
    useTimeStep: (personId, timeStep) =>
      anyChanged(
        db
          .updateTable('totp')
          .set({ last_step: timeStep })
          .where('person_id', '=', personId)
          .where('state', '=', 'confirmed')
          .where('last_step', '<', timeStep),
      ),
    remove: async (personId) => {
      await remove(personId).execute();
    },
  };
}
