/**
 * Correct services that are unlike the honest one: each does in its own way what every service may do. The suite must
 * never fail one of them.
 */

import { doing } from './defects/defect.ts';
import type { ImplementationTable, Verified } from './types.ts';

export interface CorrectService {
  readonly name: string;
  readonly title: string;
  /** Scenarios that its way of doing things concerns. */
  readonly concerns: readonly string[];
  /** Those of them that are played with a real browser too. */
  readonly inBrowser?: readonly string[];
  /** The suite gives an answer less time than the service sometimes takes: what is undecided so is right. */
  readonly navigationMs?: number;
  /** What the report must say of a scenario. */
  readonly tells?: RegExp;
  plant(honest: ImplementationTable): ImplementationTable;
}

/** In the place of the claims that the service keeps of a person. */
function keeping(
  honest: ImplementationTable,
  change: (claims: Verified['claims']) => Verified['claims'],
): ImplementationTable {
  return doing(honest, {
    verifyAnswer: async (exchange) => {
      const verified = await honest.does.verifyAnswer(exchange);
      return { ...verified, claims: change(verified.claims) };
    },
  });
}

const persons = [
  'sessions.markup-is-text',
  'sessions.markup-in-attribute',
  'sessions.markup-in-script',
  'sessions.parallel-logins',
  'sessions.second-person-replaces',
  'sessions.same-email-other-sub',
  'sessions.same-sub-other-email',
  'sessions.same-name-other-sub',
  'sessions.other-accent-other-sub',
  'sessions.same-sub-other-name',
];
const identities = [
  'accept.optional-claim-absent',
  'accept.accented-identity',
  'accept.straight-apostrophes',
  'accept.rare-letters',
  'accept.one-letter-identity',
  'accept.long-identity',
  'accept.presumed-date',
  'accept.presumed-day',
];
const exposures = [
  'requests.values-apart',
  'sessions.identifier-unpredictable',
  'sessions.identity-not-stored',
  'sessions.access-token-in-address',
  'sessions.access-token-in-cookie',
  'sessions.access-token-in-page',
  'sessions.identity-in-address',
  'sessions.identity-in-cookie',
  'sessions.subject-in-cookie',
  'sessions.code-in-resting-address',
];
const told = [
  'callback.tells-access-denied',
  'callback.tells-server-error',
  'callback.tells-description-of-a-stranger',
  'callback.tells-description-with-markup',
  'token-endpoint.server-error',
];
const answers = [
  ...['accept.plain', 'callback.wrong-state', 'callback.replayed', 'callback.code-injection'],
  ...['callback.replayed-otherwise', 'callback.replayed-after-logout', 'sessions.two-tabs'],
];

const requestsASecond = 20;
const slowEvery = 9;
const slowMs = 900;

export const correctServices: readonly CorrectService[] = [
  {
    name: 'reads-return-address-as-browsers-do',
    title: 'Returns to any address whose origin, as `new URL` reads it, is its own',
    concerns: [
      'sessions.open-redirect',
      'sessions.open-redirect-spellings',
      'sessions.open-redirect-look-alikes',
      'accept.plain',
    ],
    plant: (honest) =>
      doing(honest, {
        returnPath: (asked, { settings: { base } }) => {
          const url = URL.parse(asked ?? 'account', `${base}/`);
          // Not its path alone, which may begin with two slashes: `/.//elsewhere.example/`.
          return url?.origin === new URL(base).origin ? url.href : 'account';
        },
      }),
  },
  {
    name: 'one-session-a-person',
    title: 'A sign-in ends the earlier session of the same person',
    concerns: [...answers, ...persons, 'sessions.identifier-changes', 'logout.ends-local-session'],
    plant: (honest) => {
      const open = new Map<string, string>();
      return doing(honest, {
        startSession: (sessions, oldId, signedIn) => {
          const { sub } = signedIn.verified;
          sessions.end(open.get(sub));
          const id = honest.does.startSession(sessions, oldId, signedIn);
          open.set(sub, id);
          return id;
        },
      });
    },
  },
  {
    name: 'limits-rate',
    title: 'Answers 429 with Retry-After to whoever asks too often',
    concerns: [...answers, 'sessions.open-redirect', 'requests.state', 'logout.ends-local-session'],
    tells: /429/,
    plant: (honest) => {
      let asked: readonly number[] = [];
      return doing(honest, {
        admit: async ({ settings: { clock } }) => {
          const now = clock.now();
          asked = asked.filter((atMs) => now - atMs < 1_000);
          if (asked.length >= requestsASecond) return 1;
          asked = [...asked, now];
          return undefined;
        },
      });
    },
  },
  {
    name: 'keeps-documents-for-their-max-age',
    title: 'Keeps discovery and keys as long as the hub says, and asks for an unknown key once a minute',
    concerns: [
      'accept.plain',
      'accept.new-signing-key',
      'requests.uses-discovery',
      'id-token.unknown-key',
      'discovery.issuer-differs',
      'discovery.keys-unavailable',
    ],
    plant: (honest) =>
      doing(honest, {
        metadata: (service) => honest.does.metadata(asTheHubSays(service)),
        createKeys: (service) => honest.does.createKeys(asTheHubSays(service)),
      }),
  },
  {
    name: 'keeps-keys-strictly',
    title: 'Keeps the keys exactly as long as the hub says, whatever key a token names',
    concerns: ['accept.plain', 'accept.new-signing-key', 'id-token.unknown-key'],
    plant: (honest) =>
      doing(honest, {
        createKeys: (service) => {
          const strict = asTheHubSays(service);
          const { clock, timing } = strict.settings;
          // The laboratory’s delays last a quarter, and so does the time that the hub names.
          const quick = { now: () => clock.now() * 4 };
          const never = { ...timing, jwksCoolDownMs: Number.POSITIVE_INFINITY };
          return honest.does.createKeys({
            ...strict,
            settings: { ...strict.settings, clock: quick, timing: never },
          });
        },
      }),
  },
  {
    name: 'session-in-either-of-two-cookies',
    title: 'Keeps the session in two cookies, of which each alone is enough',
    concerns: [
      'accept.plain',
      'sessions.cookie-flags',
      'sessions.identifier-changes',
      'logout.ends-local-session',
      ...exposures,
    ],
    plant: (honest) => doing(honest, { cookieNames: (name) => [name, `${name}-2`] }),
  },
  {
    name: 'names-in-capitals',
    title: 'Writes everything in capitals',
    concerns: [...persons, ...identities],
    plant: (honest) =>
      doing(honest, {
        page: (html, name, signedIn) =>
          honest.does
            .page(html, name, signedIn)
            .replace(/>[^<]+</g, (text) => (signedIn === undefined ? text : text.toUpperCase())),
      }),
  },
  {
    name: 'names-without-tags',
    title: 'Takes tags out of what it receives',
    concerns: [...persons, ...identities],
    plant: (honest) =>
      keeping(honest, (claims) =>
        Object.fromEntries(
          Object.entries(claims).map(([name, value]) => [
            name,
            typeof value === 'string' ? value.replace(/<[^<>]*>/g, '') : value,
          ]),
        ),
      ),
  },
  {
    name: 'shows-no-identity',
    title: 'Shows the number of the account, and nothing of the identity',
    concerns: [...persons, ...identities, 'sessions.identity-not-stored'],
    plant: (honest) => keeping(honest, () => ({})),
  },
  {
    name: 'writes-dates-in-words',
    title: 'Writes dates in words',
    concerns: [...identities, 'accept.born-abroad'],
    plant: (honest) =>
      rewriting(honest, (html) =>
        html.replace(/(\d\d)\/(\d\d)\/(\d{4})/g, (_, day, month, year) =>
          new Date(Date.UTC(year, month - 1, day)).toLocaleDateString('fr-FR', { dateStyle: 'long' }),
        ),
      ),
  },
  {
    name: 'writes-dates-as-they-are-sent',
    title: 'Writes dates as they are sent',
    concerns: [...persons, ...identities],
    plant: (honest) =>
      rewriting(honest, (html) =>
        html.replace(/(\d\d)\/(\d\d)\/(\d{4})/g, (_, day, month, year) => `${year}-${month}-${day}`),
      ),
  },
  {
    name: 'shows-the-first-given-name',
    title: 'Calls people by their first given name and nothing else',
    concerns: [...identities, ...persons],
    plant: (honest) =>
      keeping(honest, ({ given_name }) => ({ given_name: String(given_name).split(' ')[0] ?? '' })),
  },
  {
    name: 'keeps-tokens-in-an-http-only-cookie',
    title: 'Keeps the id_token in a cookie that no script reads, the language in one that all do',
    concerns: [...exposures, 'sessions.cookie-flags', 'logout.ends-local-session', 'accept.plain'],
    plant: (honest) =>
      doing(honest, {
        moreCookies: ({ verified }) => [
          { name: 'tokens', value: verified.idToken, httpOnly: true },
          { name: 'lang', value: 'fr', httpOnly: false },
        ],
      }),
  },
  {
    name: 'says-the-same-of-every-error',
    title: 'Has one page for every sign-in that did not succeed',
    concerns: told,
    plant: (honest) =>
      doing(honest, {
        failurePage: (_failure, html) => ({
          status: 400,
          html: html.replace(
            /<main>.*<\/main>/s,
            '<main><h1>Vous n’êtes pas connecté</h1><p>Recommencez.</p></main>',
          ),
        }),
      }),
  },
  {
    name: 'draws-its-button-late',
    title: 'A script draws the sign-in button a second after the page',
    concerns: [],
    inBrowser: [
      'accept.plain',
      'id-token.wrong-nonce',
      'ux.sign-in-button',
      'ux.button-label',
      'ux.button-size',
    ],
    plant: (honest) =>
      doing(honest, {
        page: (html, name, signedIn) => {
          const shown = honest.does.page(html, name, signedIn);
          return name === 'sign-in' || name === 'sign-up' ? drawnLate(shown) : shown;
        },
        headers: (headers, name, signedIn) => {
          const { 'content-security-policy': _, ...others } = honest.does.headers(headers, name, signedIn);
          return { ...others, 'content-security-policy': "default-src 'self'; script-src 'unsafe-inline'" };
        },
      }),
  },
  {
    name: 'asks-for-form-post',
    title: 'Asks for response_mode=form_post, with a cookie that comes along from another site',
    concerns: [
      ...answers,
      'callback.state-of-another-session',
      'sessions.identifier-changes',
      'sessions.cookie-flags',
    ],
    inBrowser: ['accept.plain', 'callback.wrong-state', 'callback.replayed', 'sessions.identifier-changes'],
    plant: (honest) =>
      doing(honest, {
        authorizationParameters: (parameters, service) => {
          const own = new URLSearchParams(honest.does.authorizationParameters(parameters, service));
          own.set('response_mode', 'form_post');
          return own;
        },
        cookie: (flags) => ({ ...honest.does.cookie(flags), sameSite: 'none', secure: true }),
      }),
  },
  {
    name: 'answers-slowly',
    title: 'Takes longer now and then than the suite waits, as on a machine with much to do',
    concerns: [
      ...answers,
      'callback.tells-access-denied',
      'sessions.identifier-changes',
      'logout.ends-local-session',
    ],
    navigationMs: 600,
    plant: (honest) => {
      let answered = 0;
      return doing(honest, {
        admit: async () => {
          answered += 1;
          if (answered % slowEvery === 0) await new Promise((resolve) => setTimeout(resolve, slowMs));
          return undefined;
        },
      });
    },
  },
];

/** In the place of a page for signed-in people. */
function rewriting(honest: ImplementationTable, change: (html: string) => string): ImplementationTable {
  return doing(honest, {
    page: (html, name, signedIn) => {
      const page = honest.does.page(html, name, signedIn);
      return signedIn === undefined ? page : change(page);
    },
  });
}

const askAgainMs = 15_000;

function asTheHubSays(service: Parameters<ImplementationTable['does']['createKeys']>[0]) {
  const { discoveryMaxAgeMs: _, jwksMaxAgeMs: __, ...timing } = service.settings.timing;
  return { ...service, settings: { ...service.settings, timing: { ...timing, jwksCoolDownMs: askAgainMs } } };
}

/** The federation's part of the page, put in by a script. @throws Error when the page has none */
function drawnLate(html: string): string {
  const section = /<section class="federation".*?<\/section>/s.exec(html)?.[0];
  if (section === undefined) throw new Error('no button to draw late');
  const script = `setTimeout(() => { document.querySelector('#late').innerHTML = ${JSON.stringify(section).replaceAll('<', '\\u003c')}; }, 1000);`;
  return html.replace(section, () => `<div id="late"></div><script>${script}</script>`);
}
