/** Logout and sessions. */
import type { ImplementationTable, Verified } from '../types.ts';
import { both, type Defect, doing, plusOnly, without } from './defect.ts';

/** Leaves the hub's logout as it is, but for one parameter. */
function endingWith(
  honest: ImplementationTable,
  change: (parameters: URLSearchParams) => void,
): ImplementationTable {
  return doing(honest, {
    signOut: async (input) => {
      const out = await honest.does.signOut(input);
      const location = new URL(out.location);
      change(location.searchParams);
      return { ...out, location: location.href };
    },
  });
}

export const logoutDefects: readonly Defect[] = [
  {
    name: 'keeps-session-after-logout',
    platforms: both,
    title: { fr: 'Ne ferme pas sa propre session', en: 'Does not end its own session' },
    turnsRed: ['logout.ends-local-session'],
    plant: (honest) =>
      doing(honest, {
        signOut: ({ service, ...input }) => {
          const sessions = { ...service.sessions, end: () => undefined };
          return honest.does.signOut({ ...input, service: { ...service, sessions } });
        },
      }),
  },
  {
    name: 'logs-out-locally-only',
    platforms: both,
    title: { fr: 'Ne déconnecte pas du hub', en: 'Does not log out of the hub' },
    turnsRed: ['logout.goes-to-end-session'],
    plant: (honest) =>
      doing(honest, {
        signOut: async (input) => {
          const out = await honest.does.signOut(input);
          const state = new URL(out.location).searchParams.get('state');
          return { ...out, location: `${input.service.settings.base}/signed-out?state=${state}` };
        },
      }),
  },
  {
    name: 'logs-out-without-hint',
    platforms: both,
    title: { fr: 'Déconnecte sans id_token_hint', en: 'Logs out without id_token_hint' },
    turnsRed: ['logout.goes-to-end-session'],
    plant: (honest) => endingWith(honest, (parameters) => parameters.delete('id_token_hint')),
  },
  {
    name: 'logs-out-without-state',
    platforms: both,
    title: { fr: 'Déconnecte sans state', en: 'Logs out without state' },
    turnsRed: ['logout.goes-to-end-session'],
    plant: (honest) => endingWith(honest, (parameters) => parameters.delete('state')),
  },
  {
    name: 'logs-out-to-unregistered-address',
    platforms: both,
    title: {
      fr: 'Demande le retour à une adresse non enregistrée',
      en: 'Asks to come back to an address that is not registered',
    },
    turnsRed: ['logout.goes-to-end-session'],
    plant: (honest) =>
      endingWith(honest, (parameters) =>
        parameters.set('post_logout_redirect_uri', `${parameters.get('post_logout_redirect_uri')}/`),
      ),
  },
  {
    name: 'ignores-logout-state',
    platforms: both,
    title: { fr: 'Ne contrôle pas state au retour', en: 'Does not check state on return' },
    turnsRed: ['logout.checks-state'],
    plant: (honest) => without(honest, 'logoutReturn', 'state'),
  },
];

/** Something more on every page for signed-in people, made of a name. */
function inserting(honest: ImplementationTable, make: (name: string) => string): ImplementationTable {
  return doing(honest, {
    page: (html, name, signedIn) => {
      const page = honest.does.page(html, name, signedIn);
      return signedIn === undefined
        ? page
        : page.replace('</main>', () => `${make(String(signedIn.verified.claims.given_name))}</main>`);
    },
  });
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const openRedirects = [
  'sessions.open-redirect',
  'sessions.open-redirect-spellings',
  'sessions.open-redirect-look-alikes',
];

export const sessionDefects: readonly Defect[] = [
  {
    name: 'keeps-session-identifier',
    platforms: both,
    title: {
      fr: 'Garde l’identifiant de session à la connexion',
      en: 'Keeps the session identifier at sign-in',
    },
    turnsRed: ['sessions.identifier-changes', 'sessions.replaced-session-ends'],
    plant: (honest) =>
      doing(honest, {
        startSession: (sessions, oldId, signedIn) => {
          if (oldId === undefined) return honest.does.startSession(sessions, oldId, signedIn);
          sessions.put(oldId, { signedIn });
          return oldId;
        },
      }),
  },
  {
    name: 'leaves-replaced-session',
    platforms: both,
    title: {
      fr: 'Laisse vivre la session que la connexion remplace',
      en: 'Leaves alive the session that a sign-in replaces',
    },
    turnsRed: ['sessions.replaced-session-ends'],
    plant: (honest) =>
      doing(honest, { startSession: (sessions, _oldId, signedIn) => sessions.create({ signedIn }) }),
  },
  {
    name: 'one-account-for-all',
    platforms: both,
    title: { fr: 'Un seul dossier pour toutes les personnes', en: 'One record for all persons' },
    turnsRed: [
      'sessions.same-email-other-sub',
      'sessions.same-name-other-sub',
      'sessions.other-accent-other-sub',
    ],
    plant: (honest) => doing(honest, { accountKey: () => 'everybody' }),
  },
  {
    name: 'mixes-two-persons',
    platforms: both,
    title: {
      fr: 'Mêle la deuxième personne à la première',
      en: 'Mixes the second person with the first',
    },
    turnsRed: ['sessions.second-person-replaces'],
    plant: (honest) =>
      doing(honest, {
        startSession: (sessions, oldId, signedIn) => {
          const { identity = {} } = sessions.find(oldId)?.signedIn?.account ?? {};
          const account = { ...signedIn.account, identity: { ...signedIn.account.identity, ...identity } };
          return honest.does.startSession(sessions, oldId, { ...signedIn, account });
        },
      }),
  },
  {
    name: 'cacheable-profile',
    platforms: both,
    title: {
      fr: 'Laisse le navigateur garder la page d’identité',
      en: 'Lets the browser keep the identity page',
    },
    turnsRed: ['sessions.back-after-logout', 'sessions.identity-not-stored'],
    plant: (honest) =>
      doing(honest, {
        headers: (headers, name) =>
          name === 'profile' ? { ...headers, 'cache-control': 'private, max-age=600' } : headers,
      }),
  },
  {
    name: 'accounts-by-email',
    platforms: both,
    title: {
      fr: 'Reconnaît une personne à son adresse électronique',
      en: 'Knows a person by e-mail address',
    },
    turnsRed: ['sessions.same-email-other-sub', 'sessions.same-sub-other-email'],
    plant: (honest) => doing(honest, { accountKey: ({ claims }) => String(claims.email) }),
  },
  {
    name: 'accounts-by-sub-and-email',
    platforms: both,
    title: {
      fr: 'Ne reconnaît plus qui change d’adresse électronique',
      en: 'No longer knows who changes e-mail address',
    },
    turnsRed: ['sessions.same-sub-other-email'],
    plant: (honest) =>
      doing(honest, {
        accountKey: (verified) => `${honest.does.accountKey(verified)} ${String(verified.claims.email)}`,
      }),
  },
  {
    name: 'opens-higher-level-to-all',
    platforms: both,
    title: {
      fr: 'Ouvre à tous la page d’un niveau plus élevé',
      en: 'Opens the page of a higher level to all',
    },
    turnsRed: ['sessions.step-up'],
    plant: (honest) => doing(honest, { opensHigherLevel: () => true }),
  },
  {
    name: 'believes-the-level-it-asked-for',
    platforms: plusOnly,
    title: {
      fr: 'Tient pour obtenu le niveau qu’il a demandé',
      en: 'Takes the level that it asked for as obtained',
    },
    turnsRed: ['sessions.step-up-lower-answer'],
    plant: (honest) =>
      doing(honest, {
        verifyAnswer: async (exchange) => {
          const { pending, service } = exchange;
          const asked = { ...exchange, pending: { ...pending, level: service.settings.level } };
          return { ...(await honest.does.verifyAnswer(asked)), level: pending.level };
        },
      }),
  },
  {
    name: 'cookie-for-scripts',
    platforms: both,
    title: { fr: 'Cookie de session sans HttpOnly', en: 'Session cookie without HttpOnly' },
    turnsRed: ['sessions.cookie-flags'],
    plant: (honest) => doing(honest, { cookie: (flags) => ({ ...flags, httpOnly: false }) }),
  },
  {
    name: 'open-redirect',
    platforms: both,
    title: { fr: 'Redirige où on le lui demande', en: 'Redirects wherever it is told' },
    turnsRed: openRedirects,
    plant: (honest) => doing(honest, { returnPath: (asked) => asked ?? 'account' }),
  },
  {
    name: 'returns-to-what-begins-with-a-slash',
    platforms: both,
    title: {
      fr: 'Prend pour sien ce qui commence par une barre',
      en: 'Takes for its own what begins with a slash',
    },
    turnsRed: openRedirects,
    matrixOnly: true,
    plant: (honest) =>
      doing(honest, { returnPath: (asked) => (asked?.startsWith('/') === true ? asked : 'account') }),
  },
  {
    name: 'returns-to-one-slash-alone',
    platforms: both,
    title: { fr: 'Ne refuse que deux barres', en: 'Refuses two slashes only' },
    turnsRed: ['sessions.open-redirect', 'sessions.open-redirect-spellings'],
    plant: (honest) =>
      doing(honest, { returnPath: (asked) => (/^\/(?!\/)/.test(asked ?? '') ? (asked ?? '') : 'account') }),
  },
  {
    name: 'returns-to-what-begins-with-its-address',
    platforms: both,
    title: { fr: 'Compare le début de l’adresse', en: 'Compares the beginning of the address' },
    turnsRed: ['sessions.open-redirect-look-alikes'],
    plant: (honest) =>
      doing(honest, {
        returnPath: (asked, { settings: { base } }) =>
          asked?.startsWith(new URL(base).origin) === true ? asked : 'account',
      }),
  },
  {
    name: 'returns-to-what-contains-its-address',
    platforms: both,
    title: { fr: 'Cherche son adresse dans le retour', en: 'Looks for its address in the return' },
    turnsRed: ['sessions.open-redirect-look-alikes'],
    matrixOnly: true,
    plant: (honest) =>
      doing(honest, {
        returnPath: (asked, { settings: { base } }) =>
          asked?.includes(new URL(base).origin) === true ? asked : 'account',
      }),
  },
  {
    name: 'redirects-to-read-path',
    platforms: both,
    title: {
      fr: 'Lit l’adresse de retour comme un navigateur, et redirige vers son seul chemin',
      en: 'Reads the return address as a browser does, and redirects to its path alone',
    },
    turnsRed: ['sessions.open-redirect-spellings'],
    plant: (honest) => {
      // Read once: on the sign-in page, and not again where its link leads.
      const read = new Set<string>();
      return doing(honest, {
        returnPath: (asked, { settings: { base } }) => {
          if (asked !== null && read.has(asked)) return asked;
          const url = URL.parse(asked ?? 'account', `${base}/`);
          const path = url?.origin === new URL(base).origin ? url.pathname : 'account';
          read.add(path);
          return path;
        },
      });
    },
  },
  {
    name: 'keeps-one-login-at-a-time',
    platforms: both,
    title: { fr: 'Ne garde que la dernière connexion commencée', en: 'Keeps the sign-in begun last only' },
    turnsRed: ['sessions.two-tabs'],
    plant: (honest) =>
      doing(honest, {
        takePending: (input) => {
          const last = [...(input.session?.started.keys() ?? [])].at(-1);
          return last === input.state ? honest.does.takePending(input) : undefined;
        },
      }),
  },
  {
    name: 'keeps-the-person-in-a-global',
    platforms: both,
    title: { fr: 'Garde la personne dans une variable globale', en: 'Keeps the person in a global variable' },
    turnsRed: ['sessions.parallel-logins'],
    plant: (honest) => {
      let latest: Verified | undefined;
      return doing(honest, {
        verifyAnswer: async (exchange) => {
          latest = await honest.does.verifyAnswer(exchange);
          // As long as a database takes.
          await new Promise((resolve) => setTimeout(resolve, 200));
          return latest;
        },
      });
    },
  },
  {
    name: 'shows-markup',
    platforms: both,
    title: { fr: 'Insère l’identité comme du HTML', en: 'Inserts the identity as HTML' },
    turnsRed: ['sessions.markup-is-text', 'sessions.markup-in-script'],
    plant: (honest) =>
      doing(honest, {
        page: (html) => html.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
      }),
  },
  {
    name: 'attributes-without-quotes',
    platforms: both,
    title: { fr: 'Écrit un attribut sans guillemets', en: 'Writes an attribute without quotation marks' },
    turnsRed: ['sessions.markup-in-attribute'],
    plant: (honest) => inserting(honest, (name) => `<input type="hidden" value=${escaped(name)}>`),
  },
  {
    name: 'attributes-of-single-quotes',
    platforms: both,
    title: {
      fr: 'N’échappe pas l’apostrophe d’un attribut',
      en: 'Does not escape an attribute’s apostrophe',
    },
    turnsRed: ['sessions.markup-in-attribute'],
    matrixOnly: true,
    plant: (honest) => inserting(honest, (name) => `<input type='hidden' value='${escaped(name)}'>`),
  },
  {
    name: 'identity-in-script',
    platforms: both,
    title: { fr: 'Sérialise l’identité dans un script', en: 'Serialises the identity into a script' },
    turnsRed: ['sessions.markup-in-script'],
    plant: (honest) => inserting(honest, (name) => `<script>var me = ${JSON.stringify(name)}</script>`),
  },
];
