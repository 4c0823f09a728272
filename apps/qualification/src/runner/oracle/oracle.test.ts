import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../vocabulary/observation.ts';
import type { View } from '../../vocabulary/stage.ts';
import { judgeAcceptance } from './judge-acceptance.ts';
import { judgeInformation, type Told } from './judge-information.ts';
import { judgeObservation, observed } from './judge-observation.ts';
import { judgeRefusal, type RefusalEvidence } from './judge-refusal.ts';
import { findingsOfPage, findingsOfRequests, isBlank, showsStackTrace } from './page-findings.ts';
import { isProtected, showsContent } from './protected-page.ts';
import { reachOf } from './reach.ts';

const good: RefusalEvidence = {
  controlBefore: true,
  controlAfter: true,
  reach: 'fault',
  showsSignedIn: false,
  hasSession: false,
};

const anyEvidence = fc.record<RefusalEvidence>({
  controlBefore: fc.boolean(),
  controlAfter: fc.boolean(),
  reach: fc.constantFrom('nothing', 'hub', 'no-occasion', 'fault'),
  showsSignedIn: fc.boolean(),
  hasSession: fc.boolean(),
});

describe('a refusal', () => {
  test.each<[string, Partial<RefusalEvidence>, string]>([
    ['the fault was met and nobody is signed in', {}, 'passed'],
    ['there is a session', { hasSession: true }, 'failed'],
    ['the page shows someone signed in, whatever the protected page says', { showsSignedIn: true }, 'failed'],
    [
      'there is a session, and then the service broke down',
      { hasSession: true, controlAfter: false },
      'failed',
    ],
    ['the good login before did not work', { controlBefore: false }, 'inconclusive'],
    ['the good login after did not work', { controlAfter: false }, 'inconclusive'],
    ['the fault was never fetched', { reach: 'hub' }, 'inconclusive'],
    ['nothing came to the hub', { reach: 'nothing' }, 'inconclusive'],
    [
      'the service got the good answer, as no wrong one could be made',
      { reach: 'no-occasion' },
      'not-applicable',
    ],
    [
      'the service got the good answer, and signed in',
      { reach: 'no-occasion', hasSession: true },
      'not-applicable',
    ],
    [
      'someone is signed in without the fault having been fetched',
      { reach: 'hub', hasSession: true },
      'inconclusive',
    ],
    [
      'someone is signed in, though no good login worked before',
      { controlBefore: false, hasSession: true },
      'inconclusive',
    ],
  ])('when %s', (_when, evidence, verdict) => {
    expect(judgeRefusal({ ...good, ...evidence }).verdict).toBe(verdict);
  });

  property.prop([anyEvidence])(
    'is passed only when all of it was proven, and always says why not',
    (evidence) => {
      const judgement = judgeRefusal(evidence);
      const { controlBefore, controlAfter, reach, showsSignedIn, hasSession } = evidence;
      const proven = controlBefore && controlAfter && reach === 'fault' && !showsSignedIn && !hasSession;
      expect(judgement.verdict === 'passed').toBe(proven);
      if (judgement.verdict !== 'passed')
        expect(judgement.reason.fr.length * judgement.reason.en.length).toBeGreaterThan(0);
      // A service is accused only of what was seen.
      if (judgement.verdict === 'failed')
        expect([reach, showsSignedIn || hasSession]).toEqual(['fault', true]);
    },
  );

  property.prop([
    anyEvidence,
    fc.constantFrom<Told>('told', 'no-answer', 'blank', 'stack-trace', 'nothing-new', 'back-at-hub'),
  ])('in words is passed only when the refusal is, and the person was told', (evidence, told) => {
    const { verdict } = judgeInformation({ ...evidence, told });
    const refusal = judgeRefusal(evidence).verdict;
    expect(verdict).toBe(refusal === 'passed' && told !== 'told' ? 'failed' : refusal);
  });
});

describe('an observation', () => {
  property.prop([anyEvidence])('is never a failure, and is told once it was seen', (evidence) => {
    const { verdict } = judgeObservation(evidence);
    const refusal = judgeRefusal(evidence).verdict;
    expect(verdict).toBe(refusal === 'failed' ? 'passed' : refusal);
    expect(observed(evidence)).toHaveLength(evidence.reach === 'fault' ? 1 : 0);
  });
});

describe('an acceptance', () => {
  const accepted = { reachedHub: true, tokenAsked: true, userinfoAsked: true, showsSignedIn: true };
  test.each<[string, Partial<Parameters<typeof judgeAcceptance>[0]>, string]>([
    ['signed in after both requests', {}, 'passed'],
    ['not signed in, while a good login works', { showsSignedIn: false, control: true }, 'failed'],
    ['not signed in, and neither by a good login', { showsSignedIn: false, control: false }, 'inconclusive'],
    ['signed in without a token', { tokenAsked: false, userinfoAsked: false, control: true }, 'failed'],
    ['signed in without userinfo', { userinfoAsked: false, control: true }, 'failed'],
    ['never at the hub', { reachedHub: false, control: true }, 'inconclusive'],
  ])('%s', (_what, evidence, verdict) => {
    expect(judgeAcceptance({ ...accepted, ...evidence }).verdict).toBe(verdict);
  });
});

describe('a fault is met', () => {
  const service = { redirectUris: ['https://service.example/cb'] };
  const seen = (kind: string, faulty?: boolean) =>
    ({ atMs: 1, kind, ...(faulty !== undefined && { faulty }) }) as Observation;
  const visited = [{ url: 'https://service.example/cb?state=x' }];

  test('when the service asked where it lies', () => {
    const reach = (observations: readonly Observation[]) =>
      reachOf({ at: 'userinfo', answer: { status: 500 } }, { observations, visited, service });
    expect(reach([seen('authorize'), seen('token', false), seen('userinfo', true)])).toBe('fault');
    expect(reach([seen('authorize'), seen('token', true)])).toBe('hub');
    expect(reach([])).toBe('nothing');
    expect(reach([seen('authorize'), seen('userinfo', false)])).toBe('no-occasion');
  });

  test('but not when the hub refused the request, or the good answer is from before', () => {
    const refused = Object.assign(seen('token', false), { facts: { refused: 'token.code_spent' } });
    const token = { observations: [seen('authorize'), refused], visited, service };
    expect(reachOf({ at: 'id_token', jose: 'alg-none' }, token)).toBe('hub');
    const keys = { observations: [seen('jwks', false), seen('authorize')], visited, service };
    expect(reachOf({ at: 'jwks', answer: { status: 500 } }, keys)).toBe('hub');
  });

  test('when the answer was brought to the redirect URI itself', () => {
    const reach = (urls: readonly string[], observations = [seen('authorize'), seen('callback', true)]) =>
      reachOf(
        { at: 'callback', drop: ['code'] },
        { observations, visited: urls.map((url) => ({ url })), service },
      );
    expect(reach(['https://service.example/cb?iss=1'])).toBe('fault');
    expect(reach(['https://service.example/cb/other', 'https://other.example/cb'])).toBe('hub');
    const good = [seen('authorize'), seen('callback', false)];
    expect(reach(['https://service.example/cb?iss=1'], good)).toBe('no-occasion');
  });
});

const page = (view: Partial<View>): View => ({
  url: 'https://service.example/account',
  status: 200,
  title: '',
  text: '',
  html: '',
  ...view,
});

describe('a protected page', () => {
  const hubOrigins = ['https://hub.example'];
  const signIn = page({ url: 'https://service.example/login?next=x', text: 'Connectez-vous pour continuer' });
  const account = page({ text: 'Bonjour Angela, vos dossiers, vos messages' });
  const apart = { toStranger: signIn, toSignedIn: account };
  const shows = (view: View, marked = false, protectedPage = apart) =>
    showsContent({ view, marked }, { page: protectedPage, hubOrigins });

  test.each<[string, Partial<View>, boolean]>([
    ['the address that only signed-in people come to', { text: 'Bonjour Paul' }, true],
    ['the page that strangers are led to', { url: 'https://service.example/login?next=y' }, false],
    ['an error', { status: 403, text: account.text }, false],
    ['no answer', { status: 0, text: account.text }, false],
    ['the hub', { url: 'https://hub.example/choose', text: account.text }, false],
  ])('is judged by where it leads: %s', (_name, view, content) => {
    expect(shows(page(view))).toBe(content);
  });

  test('with the mark of a signed-in person is content, but not at the hub', () => {
    expect(shows(signIn, true)).toBe(true);
    expect(shows(page({ url: 'https://hub.example/' }), true)).toBe(false);
  });

  test('at one address for all is judged by its words', () => {
    const same = { toStranger: page({ text: signIn.text }), toSignedIn: account };
    expect(shows(page({ text: 'Bonjour Paul, vos dossiers, vos messages' }), false, same)).toBe(true);
    expect(shows(page({ text: 'Connectez-vous pour continuer, merci' }), false, same)).toBe(false);
  });

  test('that everyone may see protects nothing', () => {
    expect(isProtected({ toStranger: account, toSignedIn: account }, false)).toBe(false);
    expect(isProtected(apart, false)).toBe(true);
    expect(isProtected({ toStranger: account, toSignedIn: account }, true)).toBe(true);
  });
});

describe('a page after an error', () => {
  test.each([
    'TypeError: x\n    at async Server.<anonymous> (file:///srv/app/dist/login.mjs:10:5)',
    'Traceback (most recent call last):\n  File "app.py", line 3',
    '    at fr.example.Login.callback(Login.java:42)',
    '#0 /srv/www/index.php(12): login()',
    'app/controllers/sessions.rb:12:in `create’',
    '   at App.Login.Callback() in C:\\src\\Login.cs:line 12',
    'goroutine 1 [running]:',
  ])('with a stack trace is known: %s', (text) => {
    expect(showsStackTrace({ text })).toBe(true);
  });

  test('in plain words is none', () => {
    expect(showsStackTrace({ text: 'Rendez-vous à la mairie (12 rue de la Paix) à 10:30, merci.' })).toBe(
      false,
    );
    expect(isBlank({ text: 'Oui' })).toBe(false);
  });
});

test('findings stand beside the verdict', () => {
  const english = (findings: readonly { en: string }[]) => findings.map(({ en }) => en);
  expect(english(findingsOfPage(page({ status: 503, text: '' })))).toEqual([
    expect.stringContaining('503'),
    expect.stringContaining('blank'),
  ]);
  expect(english(findingsOfPage(page({ status: 0 })))).toEqual([expect.stringContaining('did not answer')]);
  const seen = [
    { atMs: 1, kind: 'userinfo' },
    { atMs: 2, kind: 'forged-keys' },
  ] as Observation[];
  expect(english(findingsOfRequests(seen, true))).toEqual([
    expect.stringContaining('userinfo'),
    expect.stringContaining('jku'),
  ]);
  expect(findingsOfRequests(seen.slice(0, 1), false)).toEqual([]);
});
