import { expect, test } from 'vitest';
import type { Login, Stage, View, Visitor } from '../../vocabulary/stage.ts';
import { stepUp } from './step-up.ts';
import { stepUpLowerAnswer } from './step-up-lower-answer.ts';

const stepUpUrl = 'http://service.example/confidential';
const page = (status: number, url = stepUpUrl): View => ({
  url,
  status,
  title: '',
  text: status === 200 ? 'confidential' : 'no',
  html: '',
});

/** A service whose page of a higher level answers this to somebody of a lower one. */
function stageOf(answer: View): Stage {
  const visitor = {
    open: async () => answer,
    activateSignIn: async () => answer,
  } as unknown as Visitor;
  const stranger = { open: async () => page(303, 'http://service.example/sign-in') } as unknown as Visitor;
  const observations = [
    { atMs: 1, kind: 'authorize', facts: { acrValues: 'eidas1' } },
    { atMs: 2, kind: 'token', faulty: true },
  ];
  let visitors = 0;
  return {
    service: { stepUpUrl, platform: 'standard', issuer: 'http://hub.example/' },
    visitor: async () => {
      visitors += 1;
      return visitors === 1 ? visitor : stranger;
    },
    signIn: async () =>
      ({ id: '1', view: answer, observations: async () => observations }) as unknown as Login,
    hasSession: async () => true,
    showsSignedIn: () => true,
  } as unknown as Stage;
}

test.each([
  ['failed', page(200), 'it opened'],
  ['passed', page(403), 'it was refused'],
  ['passed', page(200, 'http://service.example/sign-in'), 'it led to the sign-in'],
  ['inconclusive', page(500), 'a page that breaks down has refused nothing'],
  ['inconclusive', page(503), 'a service that is down has refused nothing'],
  ['inconclusive', page(0), 'no answer is no refusal'],
] as const)('a page of a higher level, %s for %o: %s', async (verdict, answer, _why) => {
  expect((await stepUp.play(stageOf(answer))).verdict).toBe(verdict);
});

test.each([
  ['failed', page(200)],
  ['inconclusive', page(500)],
  ['inconclusive', page(0)],
] as const)('the same after an answer of a lower level: %s for %o', async (verdict, answer) => {
  expect((await stepUpLowerAnswer.play(stageOf(answer))).verdict).toBe(verdict);
});
