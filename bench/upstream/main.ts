import { serveCommands } from '../processes/child.ts';
import { ownUsage } from '../processes/usage.ts';
import type { UpstreamClient, UpstreamDescription, Usage } from '../shared/contract.ts';
import type { BenchJwk, KeyAlg } from '../shared/jwe.ts';
import { startUpstream, type Upstream } from './server.ts';

export type UpstreamCommands = {
  start: { in: { signingJwk: BenchJwk; encryptionAlg: KeyAlg }; out: UpstreamDescription };
  register: { in: UpstreamClient; out: undefined };
  usage: { in: undefined; out: Usage };
};

let upstream: Upstream | undefined;
serveCommands({
  start: async (config: UpstreamCommands['start']['in']) => {
    upstream = await startUpstream(config);
    return upstream.description;
  },
  register: (client: UpstreamClient) => upstream?.register(client),
  usage: ownUsage,
});
