/**
 * Where what is known of a login may lie afterwards: kinds × places. All cells judge one good login, whose traces the hub's
 * side has searched; none takes a login of its own.
 */
import type { Localized, ScenarioLevel } from '@garance/core';
import type { Need, Scenario, Watched, WatchScenario } from '../../vocabulary/scenario.ts';
import type { KnownKind, TracePlace } from '../../vocabulary/trace.ts';
import { failed, inconclusive, passed } from '../judgements.ts';

interface Place {
  readonly fr: string;
  readonly en: string;
  readonly clause: string;
  readonly advice: Localized;
  readonly needs?: readonly Need[];
}

const headersAndPages: Localized = {
  fr: 'Ne mettez dans une page et ses en-têtes que ce que la personne lit\u00a0: ni état de session entier sérialisé dans un script, ni champ caché, ni en-tête de mise au point. Le lien de déconnexion mène à une adresse du service, qui compose elle-même la demande au hub.',
  en: 'Put into a page and its headers only what the person reads: no whole session serialised into a script, no hidden field, no debugging header. The sign-out link leads to an address of the service, which composes the request to the hub by itself.',
};
const cookies: Localized = {
  fr: 'Gardez tout cela au serveur, et dans le navigateur un identifiant tiré au sort, en cookie HttpOnly. Un cookie que les scripts lisent, ou que le service écrit en clair, livre son contenu au premier script injecté et à l’utilisateur suivant du poste.',
  en: 'Keep all of this on the server, and in the browser a random identifier in an HttpOnly cookie. A cookie that scripts can read, or whose content is in clear, gives it to the first injected script and to the next user of the computer.',
};

const places = {
  address: {
    fr: 'une adresse du service',
    en: 'an address of the service',
    clause: 'RFC 6750 §5.3; RFC 9700 §4.3; OWASP ASVS 5.0, 14.2.1',
    advice: {
      fr: 'Une adresse finit dans les historiques, les journaux et l’en-tête Referer. Après le retour, redirigez vers une adresse nue, et passez par la session ce que la page suivante doit savoir.',
      en: 'An address ends in histories, logs and the Referer header. After the callback redirect to a bare address, and hand over through the session what the next page must know.',
    },
  },
  'resting-address': {
    fr: 'l’adresse où le navigateur reste',
    en: 'the address that the browser is left at',
    clause: 'RFC 9700 §4.2.4 and §4.3.1',
    advice: {
      fr: 'L’adresse de retour ne montre aucune page\u00a0: elle échange le code, ouvre la session et redirige (303) vers une adresse nue. Sinon le code reste dans la barre d’adresse, l’historique et les favoris.',
      en: 'The redirect address shows no page: it exchanges the code, opens the session and redirects (303) to a bare address. Otherwise the code stays in the address bar, the history and bookmarks.',
    },
  },
  cookie: {
    fr: 'un cookie que les scripts lisent',
    en: 'a cookie that scripts can read',
    clause: 'OWASP ASVS 5.0, 3.3.4 and 14.3.3; Garance, qualification: Where things go',
    advice: cookies,
  },
  'http-only-cookie': {
    fr: 'un cookie HttpOnly',
    en: 'an HttpOnly cookie',
    clause: 'RFC 6749 §10.1; Garance, qualification: Where things go',
    advice: cookies,
  },
  storage: {
    fr: 'le stockage du navigateur',
    en: 'the browser’s storage',
    clause: 'OWASP ASVS 5.0, 14.3.3 and 10.1.1; Garance, qualification: Where things go',
    advice: {
      fr: 'N’écrivez rien de la connexion dans localStorage ni sessionStorage\u00a0: tout script de la page le lit, et localStorage survit à la déconnexion. Une application à page unique demande au serveur qui est connecté, avec le cookie de session.',
      en: 'Write nothing of the sign-in into localStorage or sessionStorage: every script of the page reads it, and localStorage outlives the sign-out. A single-page application asks the server who is signed in, with the session cookie.',
    },
    needs: ['browser'],
  },
  page: {
    fr: 'la source d’une page',
    en: 'the source of a page',
    clause: 'OWASP ASVS 5.0, 10.1.1; Garance, qualification: Where things go',
    advice: headersAndPages,
  },
  header: {
    fr: 'un en-tête de réponse',
    en: 'a response header',
    clause: 'OWASP ASVS 5.0, 10.1.1; Garance, qualification: Where things go',
    advice: headersAndPages,
  },
  'third-party': {
    fr: 'une requête vers un autre site',
    en: 'a request to another site',
    clause: 'RFC 9700 §4.2.4; OWASP ASVS 5.0, 14.2.3; Garance, qualification: Where things go',
    advice: {
      fr: 'Une mesure d’audience, une police ou une image d’un autre site reçoit l’adresse de la page par Referer, et ce que vos scripts y ajoutent. Envoyez Referrer-Policy: strict-origin-when-cross-origin ou no-referrer, et aucun de ces appels sur les pages de connexion.',
      en: 'Audience measurement, a font or an image of another site gets the page’s address through Referer, and what your scripts add. Send Referrer-Policy: strict-origin-when-cross-origin or no-referrer, and make no such call on the pages of a sign-in.',
    },
  },
} as const satisfies Readonly<Record<TracePlace, Place>>;

interface Kind {
  readonly fr: string;
  readonly en: string;
  /** Who requires that it does not lie there; a place that is not named is none where that is wrong. */
  readonly at: Partial<Readonly<Record<TracePlace, ScenarioLevel>>>;
  readonly quick?: true;
}

const kinds: Readonly<Record<KnownKind, Kind>> = {
  // Spent once the person is signed in, and still of use to nobody else only where it is bound to its login.
  code: {
    fr: 'le code',
    en: 'the code',
    at: {
      address: 'platform',
      'resting-address': 'recommended',
      cookie: 'recommended',
      storage: 'recommended',
      page: 'recommended',
      'third-party': 'standard',
    },
  },
  'access-token': {
    fr: 'le jeton d’accès',
    en: 'the access token',
    quick: true,
    at: {
      address: 'standard',
      cookie: 'platform',
      storage: 'platform',
      page: 'platform',
      header: 'platform',
      'third-party': 'standard',
    },
  },
  // A page may hold it in a link to sign out (RP-Initiated Logout 1.0 §2).
  'id-token': {
    fr: 'l’id_token',
    en: 'the id_token',
    at: {
      address: 'platform',
      cookie: 'platform',
      storage: 'platform',
      page: 'recommended',
      header: 'recommended',
      'third-party': 'platform',
    },
  },
  'client-secret': {
    fr: 'le secret du service',
    en: 'the client secret',
    quick: true,
    at: {
      address: 'standard',
      cookie: 'standard',
      'http-only-cookie': 'standard',
      storage: 'standard',
      page: 'standard',
      header: 'standard',
      'third-party': 'standard',
    },
  },
  'code-verifier': {
    fr: 'code_verifier',
    en: 'the code_verifier',
    at: {
      address: 'platform',
      cookie: 'recommended',
      storage: 'recommended',
      page: 'recommended',
      'third-party': 'platform',
    },
  },
  identity: {
    fr: 'l’identité de la personne',
    en: 'the person’s identity',
    quick: true,
    at: {
      address: 'platform',
      cookie: 'platform',
      storage: 'platform',
      header: 'recommended',
      'third-party': 'platform',
    },
  },
  subject: {
    fr: 'sub',
    en: 'sub',
    at: {
      address: 'recommended',
      cookie: 'recommended',
      storage: 'recommended',
      'third-party': 'platform',
    },
  },
};

export const exposurePlace = 'sessions.exposure';

export const exposure: readonly Scenario[] = Object.entries(kinds).flatMap(([kind, { at }]) =>
  Object.entries(at).map(([place, level]) => cellOf(kind as KnownKind, place as TracePlace, level)),
);

function cellOf(kind: KnownKind, place: TracePlace, level: ScenarioLevel): WatchScenario {
  const { fr, en, quick } = kinds[kind];
  const { clause, advice, needs = [], ...where }: Place = places[place];
  const needed: readonly Need[] = kind === 'client-secret' ? [...needs, 'client-secret'] : needs;
  return {
    id: `sessions.${kind}-in-${place}`,
    family: 'sessions',
    kind: 'watch',
    place: exposurePlace,
    cause: 'exposure',
    title: { fr: `Dans ${where.fr}\u00a0: ${fr}`, en: `In ${where.en}: ${en}` },
    ...{ clause, level, advice },
    does: {
      fr: `Après une connexion, le hub cherche ${fr} dans tout ce que le navigateur a vu, en clair, en Base64 et comme une adresse l’écrit.`,
      en: `After a sign-in the hub looks for ${en} in all that the browser saw, in clear, in Base64 and as an address writes it.`,
    },
    expects: { fr: `Rien n’en est dans ${where.fr}.`, en: `Nothing of it is in ${where.en}.` },
    ...(needed.length > 0 && { needs: needed }),
    ...(quick === true && level !== 'recommended' && { quick }),
    judge: (seen) => judge(seen, kind, place),
  };
}

function judge({ traces }: Watched, kind: KnownKind, place: TracePlace) {
  const searched = traces.flatMap(({ exposures }) => (exposures === undefined ? [] : [exposures]));
  if (searched.length === 0) return notSearched;
  const found = searched.flat().filter((one) => one.kind === kind && one.place === place);
  if (found.length === 0) return passed;
  const names = [...new Set(found.map(({ name }) => name))].slice(0, 5).join(', ');
  return failed(
    `Dans ${places[place].fr} se trouve ${kinds[kind].fr}\u00a0: ${names}.`,
    `In ${places[place].en} lies ${kinds[kind].en}: ${names}.`,
  );
}

export const notSearched = inconclusive(
  'Aucune des connexions observées n’a abouti\u00a0: il n’y a rien où chercher.',
  'None of the logins watched succeeded: there is nothing to look through.',
);
