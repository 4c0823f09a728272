/** What the page after an error tells the person, beside the pages that everyone sees. */
import type { InformScenario } from '../../vocabulary/scenario.ts';
import type { View } from '../../vocabulary/stage.ts';
import { brokenIn } from './broken-text.ts';
import type { Told } from './judge-information.ts';
import { isBlank, showsStackTrace } from './page-findings.ts';

interface Circumstances {
  readonly knownPages: readonly View[];
  readonly hubOrigins: readonly string[];
  /** What the page must not say besides. */
  readonly untold?: InformScenario['untold'];
}

/** The page as it is wrong first; `told` when it is words for a person. */
export function whatIsTold(view: View, circumstances: Circumstances): Told {
  return tests.find(([, applies]) => applies(view, circumstances))?.[0] ?? 'told';
}

type Test = readonly [Told, (view: View, circumstances: Circumstances) => boolean];

const tests: readonly Test[] = [
  ['no-answer', ({ status }) => status === 0],
  ['blank', isBlank],
  ['stack-trace', showsStackTrace],
  ['markup', ({ html }) => /<b data-garance-markup="/i.test(html)],
  ['script-link', ({ html }) => /\b(?:href|src|action)\s{0,9}=[\s"']{0,9}javascript:garance/i.test(html)],
  ['back-at-hub', ({ url }, { hubOrigins }) => hubOrigins.includes(URL.parse(url)?.origin ?? '')],
  ['data', ({ text }) => isData(text)],
  ['framework-page', ({ text, title }) => isFrameworkPage(text, title)],
  ['server-error', ({ status }) => status >= 500],
  [
    'broken-text',
    ({ text }, { knownPages }) =>
      brokenIn(
        text,
        knownPages.map((known) => known.text),
      ) !== undefined,
  ],
  ['nothing-new', (view, { knownPages }) => knownPages.some((known) => wordsOf(known) === wordsOf(view))],
  [
    'strange-words',
    ({ text }, { untold = [] }) => untold.some((one) => one !== 'breakdown' && text.includes(one.words)),
  ],
  [
    'breakdown',
    (view, { untold = [], knownPages }) =>
      untold.includes('breakdown') && speaksOfBreakdown(view, knownPages),
  ],
];

/** Texts are compared without what differs from visit to visit: numbers, blanks. */
function wordsOf({ text }: View): string {
  return text.replace(/[^\p{L}]+/gu, ' ').trim();
}

/** JSON or XML, as an interface answers a program. */
function isData(text: string): boolean {
  const trimmed = text.trim();
  if (/^<\?xml\b/.test(trimmed)) return true;
  if (!/^[[{]/.test(trimmed)) return false;
  try {
    JSON.parse(trimmed);
    return true;
  } catch {
    return false;
  }
}

/** Beginnings of the pages that frameworks and servers show by themselves, in the order of their popularity. */
const frameworkPages: readonly RegExp[] = [
  /^internal server error\b/,
  /^(?:http )?(?:status |error )?[45]\d\d\b.{0,3}(?:internal server error|bad gateway|bad request|not found|forbidden|service unavailable|gateway time-?out)/,
  /^(?:bad request|bad gateway|service unavailable|gateway time-?out|not found|forbidden)\b.{0,40}$/,
  /^cannot (?:get|post) \//,
  /^whitelabel error page\b/,
  /^server error(?: \(500\)| in .{1,60} application)?/,
  /^a server error occurred\. {1,2}please contact the administrator/,
  /^we['’]re sorry, but something went wrong/,
  /^whoops, looks like something went wrong/,
  /^oops! an error occurred/,
  /^application error\b/,
  /^(?:error\. )?an error occurred while processing your request/,
  /^ruby on rails\b|^django version\b|^werkzeug debugger\b/,
];
/** A page of one's own says more. */
const longestFrameworkPage = 600;

function isFrameworkPage(text: string, title: string): boolean {
  if (text.length > longestFrameworkPage) return false;
  const said = text.replace(/\s+/g, ' ').trim().toLowerCase();
  // The words alone under the same words as title: a heading and nothing else.
  const bare = title.trim().toLowerCase();
  return frameworkPages.some(
    (page) => page.test(said) || (bare !== '' && page.test(bare) && said.startsWith(bare)),
  );
}

/** Words for what is broken; a person who declined has broken nothing. */
const breakdown =
  /\b(?:erreur (?:technique|interne|inattendue|serveur|système)|incident|panne|dysfonctionnement|(?:problème|souci) technique|(?:momentanément |temporairement )?(?:indisponible|hors service)|(?:internal|server|technical|unexpected|system) error|technical (?:problem|issue|difficult\w{1,4})|something went wrong|out of (?:order|service)|unavailable|breakdown)(?!\p{L})/iu;
const excuse =
  /\bn(?:e |['’])(?:est|s['’]agit|y a)\b.{0,12}\bpas\b|\bsi\b|\bif\b|\bnot (?:a|an|due)\b|\bno \b|\baucun/i;

/** Sentences that pages for everyone have too, as a line of help below, do not count. */
function speaksOfBreakdown({ text }: View, knownPages: readonly View[]): boolean {
  const known = new Set(knownPages.flatMap((one) => sentencesOf(one.text)));
  return sentencesOf(text).some(
    (sentence) => breakdown.test(sentence) && !excuse.test(sentence) && !known.has(sentence),
  );
}

function sentencesOf(text: string): readonly string[] {
  return text.split(/[.!?\n\u00a0]{1,3}(?=\s|$)|\n/).map((one) => one.replace(/\s+/g, ' ').trim());
}
