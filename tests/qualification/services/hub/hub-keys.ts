import type { JWK } from 'jose';
import { Refusal } from '../refusal.ts';
import type { HubKeys, SampleService } from '../types.ts';
import { ask, parseObject } from './http.ts';

interface KeySet {
  readonly keys: readonly JWK[];
  readonly maxAgeMs: number;
}

/** Asks for the hub's keys. @throws Refusal `keys.*` */
export async function fetchKeys(service: SampleService): Promise<readonly JWK[]> {
  return (await fetchKeySet(service)).keys;
}

async function fetchKeySet(service: SampleService): Promise<KeySet> {
  const { jwks_uri: url } = await service.hub.metadata();
  const answer = await ask({ place: 'keys', url, timeoutMs: service.settings.timing.timeoutMs });
  if (answer.status !== 200) throw new Refusal(`keys.http_${answer.status}`);
  const { keys } = parseObject('keys', answer.body);
  if (!Array.isArray(keys)) throw new Refusal('keys.unreadable');
  return { keys: keys as readonly JWK[], maxAgeMs: answer.maxAgeMs };
}

/**
 * The hub's keys: asked for again when they are old, or when a token names one that is not there. While the hub cannot
 * give them, the last ones that it gave stay good.
 */
export function createHubKeys(service: SampleService): HubKeys {
  const { clock, timing } = service.settings;
  let kept: (KeySet & { readonly atMs: number }) | undefined;

  async function refresh(): Promise<readonly JWK[]> {
    try {
      kept = { ...(await fetchKeySet(service)), atMs: clock.now() };
      return kept.keys;
    } catch (error) {
      if (kept === undefined) throw error;
      return kept.keys;
    }
  }

  const ageMs = () => (kept === undefined ? Number.POSITIVE_INFINITY : clock.now() - kept.atMs);
  const current = async () =>
    kept !== undefined && ageMs() < (timing.jwksMaxAgeMs ?? kept.maxAgeMs) ? kept.keys : await refresh();

  return {
    all: current,
    async find(kid) {
      if (typeof kid !== 'string') return undefined;
      const fits = (jwk: JWK) => jwk.kid === kid && (jwk.use ?? 'sig') === 'sig';
      const known = (await current()).find(fits);
      if (known !== undefined || ageMs() < timing.jwksCoolDownMs) return known;
      return (await refresh()).find(fits);
    },
  };
}
