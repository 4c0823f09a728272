import type { Clock, HubId } from '@garance/core';
import { type KeyRing, loadKeyRing, softwareKeys } from '@garance/hub';
import type { HubKey, HubKeyStore } from '@garance/store';
import type { TargetConfig } from '../shared/contract.ts';

export const benchHub: HubId = { platform: 'plus', environment: 'production' };

/** The hub's key ring with the keys of the run, so that hub and peer sign and decrypt with the same keys. */
export function benchKeyRing(config: TargetConfig, clock: Clock): Promise<KeyRing> {
  const key = (use: 'sig' | 'enc', jwk: TargetConfig['signingJwk'], alg: string): HubKey => ({
    hub: benchHub,
    kid: jwk.kid,
    use,
    alg,
    state: 'active',
    privateJwk: { ...jwk },
    createdAtMs: clock.now(),
    activeFromMs: clock.now(),
  });
  const keys = [
    key('sig', config.signingJwk, 'ES256'),
    key('enc', config.decryptionJwk, config.upstream.encryptionAlg),
  ];
  const fixed = async (): Promise<never> => {
    throw new Error('the keys of a run do not change');
  };
  const list = async () => keys;
  const store: HubKeyStore = { list, describe: list, insert: fixed, insertFirst: fixed, update: fixed };
  return loadKeyRing({ hub: benchHub, store, custody: softwareKeys, clock });
}
