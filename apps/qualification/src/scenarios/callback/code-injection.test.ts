import { expect, test } from 'vitest';
import type { Observation } from '../../vocabulary/observation.ts';
import type { Login, Stage, View, Visitor } from '../../vocabulary/stage.ts';
import { codeInjection } from './code-injection.ts';

const page: View = { url: 'http://service.example/', status: 400, title: '', text: '', html: '' };
const redirectUri = 'http://service.example/cb';

/** A service that is brought another login's code: whether it asks the hub with it, and whether it signs in. */
function stageOf({ redeems = true, signsIn = false, answers = true }): Stage {
  const seen: Observation[][] = [];
  const brought: string[] = [];
  const visitor = {
    deliver: async ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
      brought.push(`${params.code} ${params.state}`);
      if (redeems) seen[0]?.push({ atMs: 2, kind: 'token' } as Observation);
      return page;
    },
  } as unknown as Visitor;
  return {
    visitor: async () => visitor,
    signIn: async () => {
      const number = seen.length;
      const params = { code: `code-${number}`, state: `state-${number}` };
      const delivery = { redirectUri, responseMode: 'query', params } as const;
      const callback = {
        atMs: 1,
        kind: 'callback',
        withheld: true,
        faulty: true,
        params: [],
        delivery,
      } as const;
      const own: Observation[] = answers ? [callback] : [];
      seen.push(own);
      return { id: `${number}`, view: page, observations: async () => own } satisfies Login;
    },
    showsSignedIn: () => false,
    // What was brought is the first login's code with the second one's state.
    hasSession: async () => signsIn && brought.includes('code-0 state-1'),
  } as unknown as Stage;
}

test.each([
  ['passed', {}, 'the code was tried, and refused'],
  ['failed', { signsIn: true }, 'it signed in'],
  ['failed', { signsIn: true, redeems: false }, 'it signed in without asking the hub'],
  ['inconclusive', { redeems: false }, 'the code was never tried'],
  ['inconclusive', { answers: false }, 'there was no code to bring'],
] as const)('another login’s code, %s with %o: %s', async (verdict, behaviour, _why) => {
  expect((await codeInjection.play(stageOf(behaviour))).verdict).toBe(verdict);
});
