import { randomBytes } from 'node:crypto';
import type { LoadCommands } from './load/main.ts';
import type { Options } from './options.ts';
import { type PinnedProcess, startPinned } from './processes/pinned-process.ts';
import { type BenchKeys, generateBenchKeys } from './shared/bench-keys.ts';
import type { LoginScript, ServicesDescription, UpstreamDescription } from './shared/contract.ts';
import type { TargetCommands } from './targets/serve-target.ts';
import type { UpstreamCommands } from './upstream/main.ts';

/** The core of the measured process, and the core of all others. */
export const targetCore = 0;
export const surroundingsCore = 1;

/** The processes around the targets, the same for all. */
export interface Stage {
  readonly keys: BenchKeys;
  readonly services: ServicesDescription;
  readonly upstreamDescription: UpstreamDescription;
  readonly upstream: PinnedProcess<UpstreamCommands>;
  readonly load: PinnedProcess<LoadCommands>;
}

export interface Target {
  readonly name: string;
  readonly script: LoginScript;
  readonly process: PinnedProcess<TargetCommands>;
}

const secret = (): string => randomBytes(32).toString('base64url');

export async function setStage({ algs, services }: Options): Promise<Stage> {
  const keys = generateBenchKeys(algs);
  const upstream = startPinned<UpstreamCommands>('upstream/main', surroundingsCore);
  const load = startPinned<LoadCommands>('load/main', surroundingsCore);
  const upstreamDescription = await upstream.call('start', {
    signingJwk: keys.upstreamSigning.privateJwk,
    encryptionAlg: algs.upstream,
  });
  return {
    keys,
    upstream,
    load,
    upstreamDescription,
    services: {
      count: services,
      clientSecret: secret(),
      redirectUri: 'http://127.0.0.1:9/callback',
      encryptionAlg: algs.service,
      encryptionJwk: keys.service.publicJwk,
    },
  };
}

/** Starts a target, registers it at the upstream provider, and runs the acceptance test on it. */
export async function admitTarget(stage: Stage, name: string, module: string): Promise<Target> {
  const target = startPinned<TargetCommands>(module, targetCore);
  const upstreamClient = { clientId: name, clientSecret: secret() };
  const { script, upstreamRedirectUri } = await target.call('start', {
    upstream: stage.upstreamDescription,
    upstreamClient,
    signingJwk: stage.keys.hubSigning.privateJwk,
    decryptionJwk: stage.keys.hubDecryption.privateJwk,
    services: stage.services,
  });
  await stage.upstream.call('register', {
    ...upstreamClient,
    redirectUri: upstreamRedirectUri,
    encryptionJwk: stage.keys.hubDecryption.publicJwk,
  });
  await stage.load.call('accept', {
    script,
    services: stage.services,
    serviceDecryptionJwk: stage.keys.service.privateJwk,
  });
  return { name, script, process: target };
}
