/** A federation with every client at its address, and the suite played on one mutant at a time. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Platform, ScenarioResult } from '@garance/core';
import { CannotRun, type Rehearsal, runSuite, type Scenario } from '@garance/qualification';
import { createHttpVisitors } from '@garance/qualification/runner';
import { startFederation, type TestFederation } from '../../federation.ts';
import { scenariosOf } from '../expectation.ts';
import { maxBytes, openRehearsal, policy, scale } from '../laboratory.ts';
import {
  type Client,
  type ClientName,
  clients,
  type Keys,
  makeKeys,
  newSecret,
  type Place,
  type Running,
} from './clients.ts';
import { importWith } from './instrument.ts';
import { notFollowed, type Rule, rules } from './rules.ts';

export interface Site {
  readonly client: ClientName;
  readonly platform: Platform;
  readonly atRehearsalIssuer?: true;
}

export interface Task extends Site {
  /** Stryker's number of the mutant; absent, the true code. */
  readonly number?: string;
  /** Their scenarios are played first; absent, all together. */
  readonly rules?: readonly Rule[];
  /** Played before them: the scenario that found the mutant last time. */
  readonly foundBy?: string;
  /** Only the scenarios about its rules are played. */
  readonly near?: true;
  /** Nothing else is played. */
  readonly only?: readonly string[];
}

export interface Outcome {
  /**
   * `found`: a scenario failed. `no-sign-in`: the suite refuses the service, as the ordinary login does not work. `broken`: the
   * client does not start. `undecided`: none failed, and a required one stays undecided, which is no pass. `missed`: all green.
   */
  readonly verdict: 'found' | 'no-sign-in' | 'broken' | 'undecided' | 'missed';
  /** Scenarios that failed (of a mutant, the first one), or stayed undecided. */
  readonly by: readonly string[];
  readonly plays: number;
}

export interface Workshop {
  play(task: Task): Promise<Outcome>;
  close(): Promise<void>;
}

interface Address {
  readonly site: Site;
  readonly client: Client;
  readonly place: Place;
  readonly rehearsal: Rehearsal;
  /** Puts another client in the place of the one before. */
  put(answer: (request: IncomingMessage, response: ServerResponse) => void): void;
}

export async function openWorkshop(): Promise<Workshop> {
  await using stack = new AsyncDisposableStack();
  const federation = await startFederation({ rehearsalScale: scale });
  stack.defer(() => federation.close());
  const keys = await makeKeys();
  const addresses = new Map<string, Promise<Address>>();
  const addressOf = (site: Site) => {
    const name = `${site.client}-${site.platform}${site.atRehearsalIssuer === true ? '-rehearsal' : ''}`;
    const found = addresses.get(name) ?? openAddress({ site, name, federation, keys, stack: opened });
    addresses.set(name, found);
    return found;
  };
  const opened = stack.move();
  return {
    play: async (task) => {
      const address = await addressOf(task);
      const { client, place } = address;
      const started = await startClient(client, place, task.number).catch(() => undefined);
      if (started === undefined) return { verdict: 'broken', by: [], plays: 0 };
      address.put(started.answer);
      return playStages(task, address).finally(() => started.close());
    },
    close: () => opened.disposeAsync(),
  };
}

/** @param number of the mutant; absent, the true code. @throws what its modules throw when they are loaded */
async function startClient(client: Client, place: Place, number: string | undefined): Promise<Running> {
  const urls = client.entries.map((entry) => `${client.folder}${entry}.js`);
  return client.start(await importWith(number, urls), place);
}

interface Opening {
  readonly site: Site;
  readonly name: string;
  readonly federation: TestFederation;
  readonly keys: Keys;
  readonly stack: AsyncDisposableStack;
}

const loopback = '127.0.0.1';

/** Listens, is registered at the hub, and has a rehearsal of its own. */
async function openAddress({ site, name, federation, keys, stack }: Opening): Promise<Address> {
  const client = clients.find((row) => row.name === site.client);
  if (client === undefined) throw new RangeError(site.client);
  let current: Parameters<Address['put']>[0] = (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => current(request, response));
  await new Promise<void>((resolve) => server.listen(0, loopback, resolve));
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const { platform, atRehearsalIssuer = false } = site;
  const place = {
    ...{ platform, atRehearsalIssuer, clientId: `client-code-${name}`, clientSecret: newSecret() },
    ...keys,
    origin: `http://${loopback}:${(server.address() as AddressInfo).port}`,
    issuer: federation.run.hubs[platform].integration,
  };
  await federation.partnerSpace.store.registrations.publish(client.registration(place));
  // Its published keys are looked at when the rehearsal is opened.
  const first = await startClient(client, place, undefined);
  stack.defer(() => first.close());
  current = first.answer;
  const rehearsal = await openRehearsal(() => federation.rehearsal(place.clientId, platform));
  const issuer = atRehearsalIssuer ? rehearsal.service.rehearsalIssuer : place.issuer;
  return {
    ...{ site, client, rehearsal },
    place: { ...place, issuer },
    put: (answer) => {
      current = answer;
    },
  };
}

/** What can be played at a site: no browser is at hand. */
function playable({ client, platform, atRehearsalIssuer }: Site): readonly Scenario[] {
  const leftOut: readonly string[] = notFollowed[client];
  return scenariosOf(platform).filter(
    ({ id, needs = [] }) =>
      !leftOut.includes(id) &&
      !needs.includes('browser') &&
      needs.includes('rehearsal-issuer') === (atRehearsalIssuer === true),
  );
}

/** One after the other, until one has something red. */
export function stagesOf(task: Task): readonly (readonly Scenario[])[] {
  const { rules: held, foundBy, only, near, number } = task;
  const playableHere = playable(task);
  // What waits for time-outs and key caches is played where a rule names it.
  const all = playableHere.filter(({ slow }) => slow !== true);
  if (only !== undefined) return [playableHere.filter(({ id }) => only.includes(id))];
  if (number === undefined || held === undefined) return [all];
  const wanted: readonly string[] = held.flatMap((rule) => rules[rule]);
  const known = playableHere.filter(({ id }) => id === foundBy);
  const own = wanted.flatMap((name) =>
    playableHere.filter(
      ({ id, place, family, slow }) => id === name || (slow !== true && (place === name || family === name)),
    ),
  );
  const stages = [known, own.filter(({ quick }) => quick === true), own, near === true ? [] : all];
  const before = (place: number) => stages.slice(0, place).flat();
  return stages
    .map((stage, place) => [...new Set(stage)].filter((one) => !before(place).includes(one)))
    .filter((stage) => stage.length > 0);
}

async function playStages(task: Task, address: Address): Promise<Outcome> {
  let plays = 0;
  const undecided: ScenarioResult[] = [];
  const isTrueCode = task.number === undefined;
  for (const scenarios of stagesOf(task)) {
    const played = await playSuite(scenarios, address, isTrueCode);
    if (played === 'no-sign-in') return { verdict: 'no-sign-in', by: [], plays };
    plays += played.length;
    const red = played.filter(({ verdict }) => verdict === 'failed');
    if (red.length > 0)
      return { verdict: 'found', by: idsOf(red).slice(0, isTrueCode ? undefined : 1), plays };
    undecided.push(...played.filter(({ verdict }) => verdict === 'inconclusive'));
  }
  if (undecided.length === 0) return { verdict: 'missed', by: [], plays };
  return playAgain(undecided, address, plays);
}

/** What was undecided once may have been so by chance. */
async function playAgain(
  undecided: readonly ScenarioResult[],
  address: Address,
  plays: number,
): Promise<Outcome> {
  const again = playable(address.site).filter(({ id }) => undecided.some((result) => result.id === id));
  const played = await playSuite(again, address, true);
  if (played === 'no-sign-in') return { verdict: 'no-sign-in', by: [], plays };
  const red = idsOf(played.filter(({ verdict }) => verdict === 'failed'));
  if (red.length > 0) return { verdict: 'found', by: red.slice(0, 1), plays };
  const left = played.filter(
    ({ verdict, level }) => verdict === 'inconclusive' && (level === 'standard' || level === 'platform'),
  );
  return { verdict: left.length > 0 ? 'undecided' : 'missed', by: idsOf(left), plays };
}

function idsOf(results: readonly ScenarioResult[]): readonly string[] {
  return results.map(({ id }) => id);
}

class Enough extends Error {}

/** More than any answer here takes, on a machine with much to do. */
const limits = { navigationMs: 8_000 };

/** Results up to the first failure; all of them when `toTheEnd`. */
async function playSuite(
  scenarios: readonly Scenario[],
  { client, place, rehearsal }: Address,
  toTheEnd: boolean,
): Promise<readonly ScenarioResult[] | 'no-sign-in'> {
  const results: ScenarioResult[] = [];
  const enough = new AbortController();
  const atRehearsal = place.atRehearsalIssuer ? { onRehearsalIssuer: true } : {};
  try {
    await runSuite({
      ...{ rehearsal, scenarios, limits, scale, mode: 'http' },
      service: { ...client.service(place), ...atRehearsal },
      visitors: createHttpVisitors({ policy, maxBytes }),
      // A rehearsal issuer has one fault at a time.
      parallel: place.atRehearsalIssuer ? 1 : 4,
      slow: true,
      signal: enough.signal,
      onProgress: (progress) => {
        if (progress.kind !== 'result') return;
        results.push(progress.result);
        if (progress.result.verdict === 'failed' && !toTheEnd) enough.abort(new Enough());
      },
    });
  } catch (error) {
    if (error instanceof CannotRun) return 'no-sign-in';
    if (!(error instanceof Enough)) throw error;
  }
  return results;
}
