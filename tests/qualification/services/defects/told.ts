/** What people are told, and how they are shown. */
import { allScenarios } from '@garance/qualification';
import type { Failure, ImplementationTable, Verified } from '../types.ts';
import { blank, both, type Defect, doing, plusOnly } from './defect.ts';

/** Every scenario after which the person must be told. */
const informing = allScenarios.filter(({ kind }) => kind === 'inform').map(({ id }) => id);

/** Codes that keep the first ring short: the others are alike. */
const usual = ['access_denied', 'server_error'];

/** The error that the hub answers with, by scenario. */
const errorById = new Map(
  allScenarios.flatMap((scenario) => {
    const fault = scenario.place === 'callback.error' && 'fault' in scenario ? scenario.fault : undefined;
    const error = fault?.at === 'callback' ? fault.set?.error : undefined;
    return typeof error === 'string' ? [[scenario.id, error] as const] : [];
  }),
);

/** Of this error nothing is said. */
const silentDefects: readonly Defect[] = [...new Set(errorById.values())]
  .filter((error) => /^[a-z_]+$/.test(error))
  .map((error) => ({
    name: `silent-about-${error.replaceAll('_', '-')}`,
    platforms: both,
    title: { fr: `Page blanche pour ${error}`, en: `Blank page for ${error}` },
    turnsRed: [...errorById].filter(([, other]) => other === error).map(([id]) => id),
    ...(!usual.includes(error) && { matrixOnly: true as const }),
    plant: (honest: ImplementationTable) => blank(honest, `callback.${error}`),
  }));

function telling(
  honest: ImplementationTable,
  tell: (failure: Failure, html: string) => { readonly status: number; readonly html: string },
): ImplementationTable {
  return doing(honest, {
    failurePage: (failure, html) => tell(failure, honest.does.failurePage(failure, html).html),
  });
}

const plain = (text: string) => `<!doctype html><title>${text}</title><h1>${text}</h1>`;
const intoMain = (html: string, part: string) => html.replace('</main>', `${part}</main>`);
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const tellingDefects: readonly Defect[] = [
  {
    name: 'tells-by-500',
    platforms: both,
    title: { fr: 'Explique tout par une erreur 500', en: 'Tells everything by an error 500' },
    turnsRed: informing,
    plant: (honest) => telling(honest, (_failure, html) => ({ status: 500, html })),
  },
  {
    name: 'tells-in-json',
    platforms: both,
    title: { fr: 'Répond en JSON', en: 'Answers in JSON' },
    turnsRed: informing,
    matrixOnly: true,
    plant: (honest) =>
      telling(honest, ({ code }) => ({ status: 400, html: JSON.stringify({ error: code, status: 400 }) })),
  },
  {
    name: 'tells-by-the-framework',
    platforms: both,
    title: { fr: 'Laisse parler son cadre logiciel', en: 'Lets its framework speak' },
    turnsRed: informing,
    matrixOnly: true,
    plant: (honest) => telling(honest, () => ({ status: 400, html: plain('Whitelabel Error Page') })),
  },
  {
    name: 'tells-undefined',
    platforms: both,
    title: { fr: 'Écrit undefined dans la page', en: 'Writes undefined into the page' },
    turnsRed: informing,
    matrixOnly: true,
    plant: (honest) =>
      telling(honest, (_failure, html) => ({
        status: 400,
        html: intoMain(html, '<p>Erreur : undefined</p>'),
      })),
  },
  {
    name: 'tells-in-other-letters',
    platforms: both,
    title: { fr: 'Lit ses textes en Latin-1', en: 'Reads its texts as Latin-1' },
    turnsRed: informing,
    matrixOnly: true,
    plant: (honest) =>
      telling(honest, (_failure, html) => ({ status: 400, html: Buffer.from(html).toString('latin1') })),
  },
  {
    name: 'calls-a-refusal-a-breakdown',
    platforms: both,
    title: {
      fr: 'Prend le refus de la personne pour une panne',
      en: 'Takes the person’s refusal for a breakdown',
    },
    turnsRed: ['callback.tells-access-denied'],
    plant: (honest) =>
      telling(honest, (_failure, html) => ({
        status: 400,
        html: html.replace(/<p>Vous avez renoncé.*?<\/p>/s, '<p>Une erreur technique est survenue.</p>'),
      })),
  },
  {
    name: 'repeats-description',
    platforms: both,
    title: { fr: 'Répète error_description', en: 'Repeats error_description' },
    turnsRed: ['callback.tells-description-of-a-stranger'],
    matrixOnly: true,
    plant: (honest) =>
      telling(honest, ({ params }, html) => ({
        status: 400,
        html: intoMain(html, `<p>${escaped(params.get('error_description') ?? '')}</p>`),
      })),
  },
  {
    name: 'inserts-description',
    platforms: both,
    title: { fr: 'Insère error_description comme du HTML', en: 'Inserts error_description as HTML' },
    turnsRed: ['callback.tells-description-of-a-stranger', 'callback.tells-description-with-markup'],
    plant: (honest) =>
      telling(honest, ({ params }, html) => ({
        status: 400,
        html: intoMain(html, `<p>${params.get('error_description') ?? ''}</p>`),
      })),
  },
  {
    name: 'inserts-error',
    platforms: both,
    title: { fr: 'Insère error comme du HTML', en: 'Inserts error as HTML' },
    turnsRed: ['callback.tells-error-with-markup'],
    matrixOnly: true,
    plant: (honest) =>
      telling(honest, ({ params }, html) => ({
        status: 400,
        html: intoMain(html, `<p>Code : ${params.get('error') ?? 'aucun'}</p>`),
      })),
  },
  {
    name: 'links-to-error-uri',
    platforms: both,
    title: { fr: 'Fait un lien de error_uri', en: 'Makes a link of error_uri' },
    turnsRed: ['callback.tells-error-uri-with-script'],
    matrixOnly: true,
    plant: (honest) =>
      telling(honest, ({ params }, html) => ({
        status: 400,
        html: intoMain(html, `<a href="${params.get('error_uri') ?? '/'}">En savoir plus</a>`),
      })),
  },
  {
    name: 'cannot-hold-a-long-description',
    platforms: both,
    title: { fr: 'Échoue sur une longue error_description', en: 'Breaks on a long error_description' },
    turnsRed: ['callback.tells-long-description'],
    matrixOnly: true,
    plant: (honest) =>
      telling(honest, ({ params }, html) =>
        (params.get('error_description') ?? '').length > 1_000
          ? { status: 502, html: '' }
          : { status: 400, html },
      ),
  },
  {
    name: 'knows-no-empty-error',
    platforms: both,
    title: { fr: 'Ne dit rien d’une erreur sans nom', en: 'Says nothing of an error without a name' },
    turnsRed: ['callback.tells-empty-error'],
    matrixOnly: true,
    plant: (honest) =>
      telling(honest, ({ params }, html) =>
        params.get('error') === '' ? { status: 200, html: '' } : { status: 400, html },
      ),
  },
];

type Claims = Verified['claims'];

/** What it keeps of a person is not what it received. */
function keeping(
  honest: ImplementationTable,
  change: (text: string, name: string) => string,
): ImplementationTable {
  return doing(honest, {
    verifyAnswer: async (exchange) => {
      const verified = await honest.does.verifyAnswer(exchange);
      const entries = Object.entries(verified.claims).map(([name, value]) => [
        name,
        typeof value === 'string' && shown.includes(name) ? change(value, name) : value,
      ]);
      return { ...verified, claims: Object.fromEntries(entries) as Claims };
    },
  });
}

const shown = ['given_name', 'family_name', 'preferred_username', 'birthdate', 'email'];
const accept = (...names: readonly string[]) => names.map((name) => `accept.${name}`);

const shownDefects: readonly Defect[] = [
  {
    name: 'keeps-names-in-latin-1',
    platforms: both,
    title: { fr: 'Garde les noms en Latin-1', en: 'Keeps names as Latin-1' },
    turnsRed: accept('accented-identity', 'rare-letters', 'long-identity'),
    plant: (honest) => keeping(honest, (text) => Buffer.from(text).toString('latin1')),
  },
  {
    name: 'takes-accents-off',
    platforms: both,
    title: { fr: 'Retire les accents', en: 'Takes accents off' },
    turnsRed: accept('accented-identity', 'rare-letters', 'long-identity'),
    matrixOnly: true,
    plant: (honest) => keeping(honest, (text) => text.normalize('NFD').replace(/\p{M}/gu, '')),
  },
  {
    name: 'knows-iso-8859-1-alone',
    platforms: both,
    title: { fr: 'Ne garde que ISO 8859-1', en: 'Keeps ISO 8859-1 alone' },
    turnsRed: accept('accented-identity', 'rare-letters'),
    matrixOnly: true,
    plant: (honest) => keeping(honest, (text) => text.replace(/[^\0-\xff]/g, '?')),
  },
  {
    name: 'doubles-apostrophes',
    platforms: both,
    title: { fr: 'Double les apostrophes', en: 'Doubles apostrophes' },
    turnsRed: accept('straight-apostrophes'),
    matrixOnly: true,
    plant: (honest) => keeping(honest, (text) => text.replaceAll("'", "''")),
  },
  {
    name: 'escapes-twice',
    platforms: both,
    title: { fr: 'Échappe deux fois', en: 'Escapes twice' },
    turnsRed: accept('straight-apostrophes'),
    matrixOnly: true,
    plant: (honest) => keeping(honest, (text) => text.replaceAll("'", '&#39;')),
  },
  {
    name: 'cuts-names-at-forty',
    platforms: both,
    title: { fr: 'Coupe les noms à quarante caractères', en: 'Cuts names at forty characters' },
    turnsRed: accept('long-identity'),
    matrixOnly: true,
    plant: (honest) => keeping(honest, (text) => text.slice(0, 40)),
  },
  {
    name: 'takes-hyphens-for-blanks',
    platforms: both,
    title: { fr: 'Prend les traits d’union pour des espaces', en: 'Takes hyphens for blanks' },
    turnsRed: accept('hyphenated-identity', 'rare-letters', 'long-identity', 'born-overseas'),
    matrixOnly: true,
    plant: (honest) =>
      keeping(honest, (text, name) => (name === 'birthdate' ? text : text.replaceAll('-', ' '))),
  },
  {
    name: 'wants-two-letters',
    platforms: both,
    title: { fr: 'Ne garde pas un nom d’une lettre', en: 'Does not keep a name of one letter' },
    turnsRed: accept('one-letter-identity'),
    matrixOnly: true,
    plant: (honest) => keeping(honest, (text) => (text.length < 2 ? '' : text)),
  },
  {
    name: 'says-undefined',
    platforms: both,
    title: { fr: 'Écrit undefined pour un nom absent', en: 'Writes undefined for an absent name' },
    turnsRed: accept('optional-claim-absent'),
    matrixOnly: true,
    plant: (honest) =>
      doing(honest, {
        page: (html, name, signedIn) => {
          const page = honest.does.page(html, name, signedIn);
          if (signedIn === undefined) return page;
          return intoMain(
            page,
            `<p>Nom d’usage : ${escaped(String(signedIn.verified.claims.preferred_username))}</p>`,
          );
        },
      }),
  },
  {
    name: 'makes-calendar-dates',
    // Standard gives the register's form of such a date.
    platforms: plusOnly,
    title: {
      fr: 'Fait une date de calendrier d’une date présumée',
      en: 'Makes a calendar date of a presumed one',
    },
    turnsRed: accept('presumed-date', 'presumed-day'),
    matrixOnly: true,
    plant: (honest) =>
      keeping(honest, (text, name) => {
        const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
        return name === 'birthdate'
          ? new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
          : text;
      }),
  },
  {
    name: 'is-a-day-early',
    platforms: both,
    title: { fr: 'Montre la date de la veille', en: 'Shows the date of the day before' },
    turnsRed: accept(
      ...['optional-claim-absent', 'accented-identity', 'straight-apostrophes', 'rare-letters'],
      ...['hyphenated-identity', 'one-letter-identity', 'long-identity', 'born-abroad'],
      ...['corsican-commune', 'born-overseas', 'presumed-date', 'presumed-day'],
    ),
    plant: (honest) =>
      keeping(honest, (text, name) =>
        name === 'birthdate'
          ? new Date(Date.parse(text.replaceAll('-00', '-01')) - 86_400_000).toISOString().slice(0, 10)
          : text,
      ),
  },
  {
    name: 'knows-departments-of-two-digits',
    platforms: both,
    title: { fr: 'Refuse une commune d’outre-mer', en: 'Refuses a commune overseas' },
    turnsRed: accept('born-overseas'),
    matrixOnly: true,
    plant: (honest) => ({
      ...honest,
      checks: {
        ...honest.checks,
        person: [
          ...honest.checks.person,
          {
            name: 'department',
            clause: 'none',
            holds: ({ claims }) => !/^9[78]/.test(String(claims.birthplace ?? '')),
          },
        ],
      },
    }),
  },
];

const unaccented = (text: unknown) => String(text).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const accountDefects: readonly Defect[] = [
  {
    name: 'accounts-by-name-and-birth',
    platforms: both,
    title: {
      fr: 'Reconnaît une personne à ses noms et sa naissance',
      en: 'Knows a person by names and birth date',
    },
    turnsRed: ['sessions.same-name-other-sub'],
    plant: (honest) =>
      doing(honest, {
        accountKey: ({ claims }) => [claims.given_name, claims.family_name, claims.birthdate].join(' '),
      }),
  },
  {
    name: 'accounts-without-accents',
    platforms: both,
    title: { fr: 'Ignore les accents de l’identité', en: 'Ignores accents of the identity' },
    turnsRed: ['sessions.other-accent-other-sub'],
    matrixOnly: true,
    plant: (honest) =>
      doing(honest, {
        accountKey: ({ claims }) =>
          [claims.given_name, claims.family_name, claims.birthdate, claims.birthplace]
            .map(unaccented)
            .join(' '),
      }),
  },
  {
    name: 'accounts-by-sub-and-usage-name',
    platforms: both,
    title: {
      fr: 'Ne reconnaît plus qui change de nom d’usage',
      en: 'No longer knows who changes usage name',
    },
    turnsRed: ['sessions.same-sub-other-name'],
    matrixOnly: true,
    plant: (honest) =>
      doing(honest, {
        accountKey: (verified) =>
          `${honest.does.accountKey(verified)} ${String(verified.claims.preferred_username)}`,
      }),
  },
];

export const toldDefects: readonly Defect[] = [...silentDefects, ...tellingDefects];
export const identityDefects: readonly Defect[] = [...shownDefects, ...accountDefects];
