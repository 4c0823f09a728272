/**
 * Runs the suite on third-party clients, set up as their documentation shows. The expected failures of each are beside this
 * file with their reasons; `docs/third-party-clients.md` explains them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allScenarios, runSuite } from '@garance/qualification';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFreeRange, startFederation, type TestFederation } from '../../federation.ts';
import { type ThirdParty, thirdParties } from './services.ts';

const ids = [
  'openid-client',
  'openid-client-plus',
  'auth-core',
  'mod-auth-openidc',
  'mod-auth-openidc-plus',
] as const;
export type ThirdPartyId = (typeof ids)[number];

export const firstParties: readonly ThirdPartyId[] = ['openid-client', 'mod-auth-openidc'];
export const otherParties: readonly ThirdPartyId[] = ids.filter((id) => !firstParties.includes(id));

let federation: TestFederation;
let seedDir: string;
let parties: readonly ThirdParty[];

function isOfAnotherVersion(kept: URL, client: string): boolean {
  if (!existsSync(kept)) return false;
  const found = JSON.parse(readFileSync(kept, 'utf8')) as { readonly client: string };
  return found.client !== client;
}

/** @param part what is played: the quick third of the scenarios in the first ring */
export function describeThirdParties(chosen: readonly ThirdPartyId[], part: 'quick' | 'whole'): void {
  beforeAll(async () => {
    parties = await thirdParties(await findFreeRange());
    seedDir = await mkdtemp(join(tmpdir(), 'garance-seeds-'));
    const seedClientsFile = join(seedDir, 'clients.json');
    await writeFile(seedClientsFile, JSON.stringify(parties.map(({ seed }) => seed)));
    federation = await startFederation({ seedClientsFile, rehearsalScale: 0.1 });
  });

  afterAll(async () => {
    await federation?.close();
    await rm(seedDir, { recursive: true, force: true });
  });

  describe('what a client lets through, when it is set up as documented', () => {
    test.for(chosen)('%s', { timeout: 900_000 }, async (id, { skip }) => {
      const party = parties.find((candidate) => candidate.id === id);
      if (party === undefined) throw new Error(id);
      if (party.missing !== undefined) skip(party.missing);
      await using stack = new AsyncDisposableStack();
      const service = await party.start(federation.run.hubs[party.platform].integration);
      stack.defer(() => service.close());
      const rehearsal = await federation.rehearsal(party.clientId, party.platform);
      stack.defer(() => rehearsal.close());
      const quick = part === 'quick';
      const suite = { rehearsal, service, scenarios: allScenarios, mode: 'http', scale: 0.1, quick } as const;
      const run = await runSuite(suite);
      process.stdout.write(`${service.name} on ${party.platform}: ${JSON.stringify(run.summary)}\n`);
      expect(run.results.filter(({ verdict }) => verdict === 'inconclusive')).toEqual([]);
      const failed = (required: boolean) =>
        run.results
          .filter(({ verdict, level }) => verdict === 'failed' && (level !== 'recommended') === required)
          .map(({ id }) => id);
      const findings = { client: service.name, failed: failed(true), advised: failed(false) };
      const kept = new URL(`findings/${id}.json`, import.meta.url);
      skip(isOfAnotherVersion(kept, service.name), `${service.name} is not the version of ${id}.json`);
      if (quick) {
        const { failed: every, advised } = JSON.parse(readFileSync(kept, 'utf8')) as Findings;
        const played = new Set(run.results.map(({ id }) => id));
        const here = (ids: readonly string[]) => ids.filter((id) => played.has(id));
        expect({ failed: findings.failed, advised: findings.advised }).toEqual({
          failed: here(every),
          advised: here(advised),
        });
        return;
      }
      await expect(`${JSON.stringify(findings, null, 2)}\n`).toMatchFileSnapshot(fileURLToPath(kept));
    });
  });
}

interface Findings {
  readonly failed: readonly string[];
  readonly advised: readonly string[];
}
