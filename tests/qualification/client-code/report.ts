/** A result as text: what was found of each rule, and why the rest was not. */
import { explanationOf, explanations } from './explained.ts';
import type { Fate, Result } from './result.ts';
import { type Rule, rules } from './rules.ts';

const columns = [
  'played',
  'found',
  'unusable',
  'equivalent',
  'invisible',
  'unasked',
  'undecided',
  'missed',
] as const;
type Column = (typeof columns)[number];
export type Count = Readonly<Record<Column, number>>;

/** What became of one change, in the words of the columns. */
export function fateIn(id: string, verdict: Fate['verdict']): Column {
  if (verdict === 'no-sign-in' || verdict === 'broken') return 'unusable';
  return verdict === 'missed' ? (explanationOf(id)?.kind ?? 'missed') : verdict;
}

function countOf(fates: readonly Column[]): Count {
  const count = (column: Column) => fates.filter((fate) => fate === column).length;
  return {
    played: fates.length,
    found: count('found'),
    unusable: count('unusable'),
    equivalent: count('equivalent'),
    invisible: count('invisible'),
    unasked: count('unasked'),
    undecided: count('undecided'),
    missed: count('missed'),
  };
}

/** Found of what can be found: what breaks the ordinary login is left out, as any suite sees that. */
export function shareFound({ found, undecided, missed }: Count): string {
  const all = found + undecided + missed;
  return all === 0 ? '–' : `${((found / all) * 100).toFixed(1)} %`;
}

/** By rule, and of all in the end. */
export function rowsByRule({ mutants }: Pick<Result, 'mutants'>): readonly (readonly [string, Count])[] {
  const fates = Object.entries(mutants).map(
    ([id, { rule, verdict }]) => ({ rule, fate: fateIn(id, verdict) }) as const,
  );
  const of = (wanted?: Rule) =>
    countOf(fates.flatMap(({ rule, fate }) => (wanted === undefined || rule === wanted ? [fate] : [])));
  const names = Object.keys(rules) as readonly Rule[];
  return [
    ...names.map((rule) => [rule, of(rule)] as const).filter(([, { played }]) => played > 0),
    ['all', of()],
  ];
}

const head = ['rule', ...columns, 'share found'];

function cellsOf(result: Pick<Result, 'mutants'>): readonly (readonly string[])[] {
  return rowsByRule(result).map(([rule, count]) => [
    rule,
    ...columns.map((column) => String(count[column])),
    shareFound(count),
  ]);
}

export function toTable(result: Pick<Result, 'mutants'>): string {
  return [head, ...cellsOf(result)]
    .map((row) => row.map((cell, place) => (place === 0 ? cell.padEnd(16) : cell.padStart(12))).join(''))
    .join('\n');
}

const clientsOfPage = `| client | what it is |
|---|---|
| \`demo\` | the demo service’s relying party (\`apps/demo/src/service\`), on openid-client, with sessions, accounts and sign-out of its own |
| \`openid-client\` | a small relying party on openid-client (\`client-code/parties/openid-client-party.ts\`): plain conditions beside the library |
| \`by-hand\` | the honest service of the planted defects (\`tests/qualification/services\`): the protocol by hand on jose |`;

const columnsOfPage = `- **found**: a scenario fails. **unusable**: the ordinary login does not work any more, or the client does not start; any suite
  sees that, so the share leaves it out.
- **equivalent**: the client does the same. **invisible**: something is different, and neither a browser nor the hub sees it in
  a login. **unasked**: it can be seen, and no rule of the platforms or of a standard is about it. Each has a reason, below.
- **undecided**: no scenario fails, and a required one stays undecided: the run is never green, and does not say why.
- **missed**: none of these; there must be none.`;

const mostNamed = 3;

/** Some of the scenarios, and how many more. */
function firstOf(ids: string): string {
  const all = ids.split(' ');
  const more = all.length - mostNamed;
  return `${all.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `docs/client-code.md`. */
export function toMarkdown(result: Result): string {
  const { date, seconds, cpuSeconds, plays, sample, note = '', mutants } = result;
  const table = [head, head.map((_, place) => (place === 0 ? '---' : '---:')), ...cellsOf(result)];
  const reasons = explanations.map(({ kind, reason, ids }) => `| ${kind} | ${ids.length} | ${reason} |`);
  const open = Object.entries(mutants).flatMap(([id, { verdict, by }]) =>
    verdict === 'undecided' ? [`- \`${id}\`: ${firstOf(by ?? '')}`] : [],
  );
  return `# Changes of real client code, and what the suite finds

Written by \`npm run mutants -- --client-code --update\`; do not edit. The decision: [0049](decisions/0049-changes-of-real-client-code.md).

Stryker’s operators (comparison turned, check removed, constant changed, body emptied) change the lines of security checks in
three clients, one change at a time, switched at run time. The suite plays first what is about the rule of the line, then all that
needs no browser and waits for nothing, and stops at the first failure.

${clientsOfPage}

${date}: ${sample === undefined ? 'every change was played' : `a sample of ${sample}`}; ${plays} scenarios played, ${cpuSeconds} s of processor time, ${seconds} s.${note === '' ? '' : ` ${note}`}

${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}

${columnsOfPage}

## Why a change is not found

The names of the changes are in \`tests/qualification/client-code/explained.json\`. They were explained by reading the
code, in groups. One that a scenario finds in spite of its explanation turns the run red. Against an explained change only what is about the rule of its line is played.

| kind | changes | reason |
|---|---:|---|
${reasons.join('\n')}

## Undecided

${open.length === 0 ? 'None.' : open.join('\n')}
`;
}
