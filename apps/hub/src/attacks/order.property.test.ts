import { fc, test } from '@fast-check/vitest';
import { csrfToken } from '@garance/web/server';
import { describe, expect } from 'vitest';
import { angela, identityOf } from '../testing/fakes.ts';
import type { Answer } from '../testing/http-browser.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';
import type { FormId } from '../transaction.ts';

const actions = [
  'look',
  'choose',
  'return',
  'return refused',
  'return unknown',
  'another account',
  'consent',
  'leave',
] as const;
type Action = (typeof actions)[number];
type State = 'choosing' | 'at-provider' | 'identified' | 'failed' | 'consented' | 'left';

/** State after each action; other actions leave the state unchanged. */
const model: Readonly<Record<State, Partial<Record<Action, State>>>> = {
  choosing: { choose: 'at-provider', leave: 'left' },
  'at-provider': {
    choose: 'at-provider',
    return: 'identified',
    'return refused': 'choosing',
    'return unknown': 'failed',
    leave: 'left',
  },
  identified: { consent: 'consented', leave: 'left' },
  failed: { leave: 'left', 'another account': 'choosing' },
  consented: {},
  left: {},
};

/** Actions whose form is answered again with the same answer. */
const repeated: Partial<Record<State, Action>> = { consented: 'consent', left: 'leave' };

/** A person who knows the tokens of all forms and the address of their login, and acts in any order. */
async function wanderer(hub: TestHub) {
  const citizen = hub.browser();
  let path = (await citizen.authorize(hub.service('public').request())).path;
  let upstream = { providerId: 'alpha', state: 'x'.repeat(43) };
  const post = (form: FormId, page: string, fields = {}) => {
    const secret = [...citizen.cookies].find(([name]) => name.endsWith('-browser'))?.[1] ?? '';
    const csrf = csrfToken(secret, `${form}:${path.split('/').at(-1)}`);
    return citizen.post(`${path}/${page}`, { csrf, ...fields });
  };
  const comeBack = async (): Promise<Answer> => {
    const answer = await citizen.callback(upstream);
    if (answer.path.endsWith('/consent')) path = answer.path.replace('/consent', '');
    return answer;
  };
  const acts: Readonly<Record<Action, () => Promise<Answer>>> = {
    look: () => citizen.get(path),
    choose: async () => {
      const answer = await post('choose', 'provider', { provider: 'alpha' });
      if (answer.leavesTo?.hostname === 'alpha.example') {
        upstream = { providerId: 'alpha', state: answer.params.state ?? '' };
      }
      return answer;
    },
    return: comeBack,
    'return refused': () => {
      hub.gateway.answer = () => ({ kind: 'refused', error: 'provider.cancelled' });
      return comeBack();
    },
    'return unknown': () => {
      hub.register.answer = { kind: 'not-found' };
      return comeBack();
    },
    'another account': () => post('another-account', 'another-account'),
    consent: () => post('consent', 'consent', { consent: 'yes' }),
    leave: () => post('leave', 'leave'),
  };
  return async (action: Action): Promise<Answer> => {
    hub.gateway.answer = identityOf(angela);
    hub.register.answer = undefined;
    return acts[action]();
  };
}

describe('attack 13: any sequence of requests', () => {
  test.prop([fc.array(fc.constantFrom(...actions), { maxLength: 14 })], { numRuns: 120 })(
    'leaves the login in a state of the diagram, and a code is issued only with the consent of an identified person',
    async (done) => {
      await using hub = await createTestHub();
      const act = await wanderer(hub);
      let state: State = 'choosing';
      for (const action of done) {
        const next: State = model[state][action] ?? state;
        const { params, leavesTo } = await act(action);
        const toService = leavesTo?.hostname === 'public.example';
        expect([action, state, toService]).toEqual([
          action,
          state,
          (repeated[next] !== undefined && next !== state) || repeated[state] === action,
        ]);
        expect(params.code !== undefined).toBe(toService && action === 'consent');
        state = next;
        const page = await act('look');
        const seen = {
          choosing: '/provider"',
          'at-provider': '/provider"',
          identified: '/consent"',
          failed: 'register.not_found',
          consented: 'Vous avez déjà répondu',
          left: 'Cette connexion est terminée',
        }[state];
        expect([action, page.body.includes(seen)]).toEqual([action, true]);
      }
      expect(hub.signIns.length).toBeLessThanOrEqual(1);
    },
  );
});
