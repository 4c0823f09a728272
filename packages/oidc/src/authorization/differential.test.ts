import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fc } from '@fast-check/vitest';
import type { Registration } from '@garance/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorResponseBody } from '../error-body.ts';
import { contextFor, makeRegistration, type Pairs, paramsOf } from '../testing/fixtures.ts';
import { anyMutations, applyMutations, type Mutation, mutations } from '../testing/mutated-requests.ts';
import { buildPeer, readVerdict, type Verdict } from '../testing/peer-provider.ts';
import { checkAuthorizationRequest } from './check-authorization-request.ts';
import type { AuthorizationOutcome } from './request.ts';

/** One request checked by both implementations. */
interface Comparison {
  readonly pairs: Pairs;
  readonly mutations: readonly Mutation[];
  readonly registration: Registration;
  readonly ours: AuthorizationOutcome;
  readonly theirs: Verdict;
  /** The errors for each mutation when it is the only one. */
  readonly alone: readonly { readonly ours: string | undefined; readonly theirs: string | undefined }[];
}

interface IntendedDifference {
  readonly reason: string;
  readonly explains: (comparison: Comparison) => boolean;
}

function value({ pairs }: Comparison, name: string): string | undefined {
  return pairs.findLast(([other]) => other === name)?.[1];
}

function refusedFor(...codes: readonly string[]) {
  return ({ ours }: Comparison) => ours.kind === 'redirect' && codes.includes(ours.error);
}

/** Deliberate differences from `oidc-provider`, with the reason. The first one that applies explains the difference. */
const intendedDifferences: readonly IntendedDifference[] = [
  {
    reason: 'franceconnect: state is required (platforms.md)',
    explains: refusedFor('authorize.state_missing'),
  },
  {
    reason: 'franceconnect: a nonce of 22 characters is required (platforms.md)',
    explains: refusedFor('authorize.nonce_missing', 'authorize.nonce_too_short'),
  },
  {
    reason: 'openid: prompt=none is answered by the hub, which knows the sessions',
    explains: (it) =>
      it.ours.kind === 'accepted' && value(it, 'prompt') === 'none' && it.theirs.error === 'login_required',
  },
  {
    reason: 'a level that the platform does not serve is invalid_acr, not ignored (platforms.md)',
    explains: refusedFor('authorize.level_not_served'),
  },
  {
    reason: 'an essential acr that cannot be met is refused at once, not after the login',
    explains: refusedFor('authorize.essential_level_unmet'),
  },
  {
    reason:
      'scope must hold openid: there is no plain OAuth here, with which neither scope nor nonce is needed',
    explains: refusedFor('authorize.scope_missing'),
  },
  {
    reason: 'an unsupported response_mode is invalid_request (platforms.md), and fragment is not offered',
    explains: refusedFor('authorize.response_mode_unsupported'),
  },
  {
    reason: 'response_type is compared as sent, not as a set of words',
    explains: (it) =>
      refusedFor('authorize.response_type_unsupported')(it) && value(it, 'response_type') === 'code code',
  },
  {
    reason: 'a response_type that is not offered is that, in whatever response_mode',
    explains: (it) =>
      refusedFor('authorize.response_type_unsupported')(it) && it.theirs.error === 'invalid_request',
  },
  {
    reason: 'a word that is no scope token is an unknown scope, and ignored; so is a second space',
    explains: (it) => it.theirs.error === 'invalid_scope' && /["]| {2}/.test(value(it, 'scope') ?? ''),
  },
  {
    reason: 'a claims object without id_token and userinfo asks for nothing, and is ignored',
    explains: (it) => value(it, 'claims') === '{}' && it.theirs.error === 'invalid_request',
  },
  {
    reason: 'max_age is written in digits, not in every form that JavaScript reads as a number',
    explains: (it) => refusedFor('authorize.max_age_invalid')(it) && value(it, 'max_age') === '1e3',
  },
  {
    reason: 'a code_challenge is a SHA-256: 43 characters, no more',
    explains: (it) =>
      refusedFor('authorize.code_challenge_malformed')(it) && (value(it, 'code_challenge') ?? '').length > 43,
  },
  {
    reason: 'id_token_hint is carried along; the hub verifies it with its keys',
    explains: (it) => Boolean(value(it, 'id_token_hint')) && it.theirs.error === 'invalid_request',
  },
  {
    reason:
      'a request_uri from the pushed endpoint is taken by the hub; one that arrives here is unsupported',
    explains: (it) =>
      refusedFor('authorize.request_uri_not_supported')(it) && it.theirs.error === 'invalid_request_uri',
  },
  {
    reason: 'an unknown parameter may not be repeated either',
    explains: (it) =>
      refusedFor('authorize.parameter_repeated')(it) &&
      it.mutations.some(({ repeat }) => repeat === 'unknown'),
  },
  {
    reason: 'idp_hint and garance_rehearsal are parameters of ours',
    explains: refusedFor('authorize.idp_hint_invalid', 'authorize.rehearsal_unavailable'),
  },
  {
    reason: 'of several mistakes, another one is named first',
    explains: ({ ours, theirs, alone }) =>
      ours.kind === 'redirect' &&
      theirs.kind === 'redirect' &&
      alone.some((mistake) => mistake.ours === ours.error) &&
      alone.some((mistake) => mistake.theirs === theirs.error),
  },
];

function verdictOf(ours: AuthorizationOutcome): Verdict {
  if (ours.kind !== 'redirect') return { kind: ours.kind };
  const { error } = errorResponseBody(ours.error, ours.detail);
  return { kind: 'redirect', error, ...(ours.state === undefined ? {} : { state: ours.state }) };
}

interface Subject {
  readonly registration: Registration;
  /** Mutations that make the good request valid for this registration. */
  readonly base: readonly Mutation[];
}

const subjects: Readonly<Record<string, Subject>> = {
  'openid on standard': { registration: makeRegistration({ profile: 'openid' }), base: [] },
  'franceconnect on standard': { registration: makeRegistration(), base: [] },
  'franceconnect on plus, PKCE required': {
    registration: makeRegistration({ platform: 'plus', pkce: 'required' }),
    base: mutations.filter(({ name }) => name === 'PKCE S256'),
  },
};

interface Peer {
  judge(pairs: Pairs): Promise<Verdict>;
  close(): Promise<void>;
}

async function startPeer(registration: Registration): Promise<Peer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('request', (await buildPeer(origin, registration)).callback());
  return {
    async judge(pairs) {
      const query = new URLSearchParams(pairs.map(([name, sent]): [string, string] => [name, sent]));
      return readVerdict(await fetch(`${origin}/auth?${query}`, { redirect: 'manual' }), origin);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('the same request judged by oidc-provider and by Garance', () => {
  const peers = new Map<Subject, Peer>();

  beforeAll(async () => {
    for (const subject of Object.values(subjects)) peers.set(subject, await startPeer(subject.registration));
  });

  afterAll(async () => {
    for (const peer of peers.values()) await peer.close();
  });

  async function judgeBoth(list: readonly Mutation[], subject: Subject) {
    const pairs = applyMutations([...subject.base, ...list]);
    const ours = checkAuthorizationRequest(paramsOf(pairs), contextFor(subject.registration));
    const theirs = await peers.get(subject)?.judge(pairs);
    if (theirs === undefined) throw new Error('no peer');
    return { pairs, ours, theirs };
  }

  async function judgeAlone(mutation: Mutation, subject: Subject) {
    const { ours, theirs } = await judgeBoth([mutation], subject);
    return { ours: ours.kind === 'redirect' ? ours.error : undefined, theirs: theirs.error };
  }

  /** @returns the reason of an intended difference, or undefined when the verdicts are the same; fails otherwise */
  async function compare(list: readonly Mutation[], subject: Subject): Promise<string | undefined> {
    const judged = await judgeBoth(list, subject);
    const mine = verdictOf(judged.ours);
    const { theirs } = judged;
    if (mine.kind === theirs.kind && mine.error === theirs.error && mine.state === theirs.state)
      return undefined;
    const alone = await Promise.all(list.map((mutation) => judgeAlone(mutation, subject)));
    const comparison = { ...judged, mutations: list, registration: subject.registration, alone };
    /** Never accepted as a difference: a redirect to an address that the other one refuses, or another state. */
    const bothRedirect = mine.kind === 'redirect' && theirs.kind === 'redirect';
    const excusable =
      mine.kind !== 'page' && theirs.kind !== 'page' && !(bothRedirect && mine.state !== theirs.state);
    const difference = excusable && intendedDifferences.find(({ explains }) => explains(comparison));
    if (difference) return difference.reason;
    const names = list.map(({ name }) => name).join(', ');
    throw new Error(`unexplained: ${names}: ours ${JSON.stringify(mine)}, theirs ${JSON.stringify(theirs)}`);
  }

  it.each(Object.entries(subjects))('%s: both accept the good request', async (_, subject) => {
    const { ours, theirs } = await judgeBoth([], subject);
    expect([ours.kind, theirs.kind]).toEqual(['accepted', 'accepted']);
  });

  it.each(Object.entries(subjects))(
    '%s: every single mutation, same verdict or a named reason',
    async (_, subject) => {
      const unexplained: string[] = [];
      for (const mutation of mutations) {
        await compare([mutation], subject).catch((error: Error) => unexplained.push(error.message));
      }
      expect(unexplained).toEqual([]);
    },
  );

  it('300 generated requests with several mutations, same verdict or a named reason', async () => {
    await fc.assert(
      fc.asyncProperty(anyMutations, fc.constantFrom(...Object.keys(subjects)), async (list, name) => {
        const subject = subjects[name];
        if (subject !== undefined) await compare(list, subject);
      }),
      { numRuns: 300 },
    );
  });

  it('every named reason is used by a difference', async () => {
    const met = new Set<string | undefined>();
    const pairs = [
      ['prompt=select_account', 'scope=openid birthdate'],
      ['response_type=id_token', 'response_mode=query'],
      ['scope=', 'nonce='],
    ].map((names) => mutations.filter(({ name }) => names.includes(name)));
    for (const subject of Object.values(subjects)) {
      for (const mutation of mutations) met.add(await compare([mutation], subject));
      for (const pair of pairs) met.add(await compare(pair, subject));
    }
    expect(intendedDifferences.map(({ reason }) => reason).filter((reason) => !met.has(reason))).toEqual([]);
  });
});
