/** At the redirect URI. */
import type { Pending, Verified } from '../types.ts';
import { both, cells, cellsWithout, type Defect, doing, without } from './defect.ts';
import { withoutPkce } from './requests.ts';

type Completed = { readonly verified: Verified; readonly pending: Pending };

/** Takes the sign-in that this session began last, whatever `state` says. */
function takeLast(session: { readonly started: Map<string, Pending> } | undefined): Pending | undefined {
  const last = [...(session?.started.values() ?? [])].at(-1);
  if (last !== undefined) session?.started.delete(last.state);
  return last;
}

export const callbackDefects: readonly Defect[] = [
  {
    name: 'ignores-state',
    platforms: both,
    title: { fr: 'Ne contrôle pas state', en: 'Does not check state' },
    turnsRed: cells('callback.state'),
    plant: (honest) => doing(honest, { takePending: ({ session }) => takeLast(session) }),
  },
  {
    name: 'accepts-missing-state',
    platforms: both,
    title: { fr: 'Accepte une réponse sans state', en: 'Accepts an answer without state' },
    turnsRed: ['callback.missing-state'],
    plant: (honest) =>
      doing(honest, {
        takePending: (input) =>
          input.state === null ? takeLast(input.session) : honest.does.takePending(input),
      }),
  },
  {
    name: 'state-of-any-session',
    platforms: both,
    title: { fr: 'state non lié au navigateur', en: 'state not bound to the browser' },
    turnsRed: ['callback.state-of-another-session'],
    plant: (honest) =>
      doing(honest, {
        takePending: ({ sessions, state }) => {
          const owner = sessions.all().find(({ started }) => started.has(state ?? ''));
          return owner === undefined
            ? undefined
            : honest.does.takePending({ sessions, session: owner, state });
        },
      }),
  },
  {
    name: 'keeps-state-after-use',
    platforms: both,
    title: {
      fr: 'Garde un state qui a servi, et la session qui l’avait',
      en: 'Keeps a state that has served, and the session that had it',
    },
    turnsRed: ['callback.state-used-once'],
    plant: (honest) =>
      doing(honest, {
        takePending: ({ session, state }) => session?.started.get(state ?? ''),
        startSession: (sessions, oldId, signedIn) => {
          if (sessions.find(oldId)?.signedIn !== undefined) sessions.end(oldId);
          return sessions.create({ signedIn });
        },
      }),
  },
  {
    name: 'answers-replay-from-memory',
    platforms: both,
    title: {
      fr: 'Reconnecte quand la même réponse revient',
      en: 'Signs in again when the same answer comes back',
    },
    turnsRed: ['callback.replayed', 'callback.replayed-otherwise', 'callback.replayed-after-logout'],
    plant: (honest) => {
      const known = new Map<string, Completed>();
      return doing(honest, {
        completeSignIn: async (input) => {
          const code = input.params.get('code') ?? '';
          const completed = known.get(code) ?? (await honest.does.completeSignIn(input));
          known.set(code, completed);
          return completed;
        },
      });
    },
  },
  {
    name: 'ignores-callback-issuer',
    platforms: both,
    title: { fr: 'Ne contrôle pas iss au retour', en: 'Does not check iss at the callback' },
    // Another check wants it to be there.
    turnsRed: cellsWithout('callback.iss', 'absent'),
    plant: (honest) => without(honest, 'callback', 'iss'),
  },
  {
    name: 'accepts-missing-callback-issuer',
    platforms: both,
    title: { fr: 'Accepte un retour sans iss', en: 'Accepts an answer without iss' },
    turnsRed: ['callback.issuer-absent'],
    plant: (honest) => without(honest, 'callback', 'iss-present'),
  },
  {
    name: 'does-not-bind-code',
    platforms: both,
    title: {
      fr: 'Ne lie pas le code à la connexion : ni PKCE ni nonce',
      en: 'Does not bind the code to the login: neither PKCE nor nonce',
    },
    turnsRed: ['callback.code-injection', 'requests.pkce', ...cells('id-token.nonce')],
    plant: (honest) => withoutPkce(without(honest, 'idToken', 'nonce')),
  },
  {
    name: 'signs-in-without-code',
    platforms: both,
    title: { fr: 'Connecte sans code', en: 'Signs in without a code' },
    turnsRed: cells('callback.code'),
    plant: (honest) =>
      doing(honest, {
        verifyAnswer: async (exchange) =>
          (exchange.params.get('code') ?? '') !== ''
            ? honest.does.verifyAnswer(exchange)
            : {
                issuer: exchange.service.settings.issuer(),
                sub: exchange.pending.state,
                level: exchange.service.settings.level,
                idToken: '',
                claims: {},
              },
      }),
  },
];
