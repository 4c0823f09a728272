import { createSecretKey, randomBytes } from 'node:crypto';
import type { Environment, SubjectKeys } from '@garance/core';
import type { DurableStore } from '@garance/store';

/** The subject keys of one environment, shared by its two platforms; created once and stored sealed. */
export async function loadSubjectKeys(store: DurableStore, environment: Environment): Promise<SubjectKeys> {
  const key = async (name: string) =>
    createSecretKey(await store.secrets.getOrCreate(`subject-${name}-${environment}`, () => randomBytes(32)));
  const [g1, override, history] = await Promise.all([key('g1'), key('override'), key('history')]);
  return { g1, override, history };
}
