// docs/qualification.md from the scenarios; the JSON schemas of the report and of the settings from the code that
// writes and reads them.
import { qualifySettingsJsonSchema } from '../apps/qualification/dist/cli/index.js';
import { jsonReportJsonSchema } from '../apps/qualification/dist/report/index.js';
import { allScenarios } from '../apps/qualification/dist/scenarios/index.js';
import {
  familyNames,
  familyQuestions,
  levelNames,
  qualificationFamilies,
} from '../packages/core/dist/index.js';
import { anchors } from './qualification-anchors.mjs';
import { writeDocument } from './write-document.mjs';

const needs = {
  'logout-url': ['l’adresse de déconnexion', 'the sign-out address'],
  'sign-up-url': ['l’adresse de création de compte', 'the sign-up address'],
  browser: ['un navigateur réel', 'a real browser'],
  'rehearsal-issuer': [
    'une instance du service reliée à l’émetteur de répétition',
    'an instance of the service connected to the rehearsal issuer',
  ],
  encryption: ['le chiffrement enregistré', 'encryption in the registration'],
  'second-encryption-key': ['deux clés de chiffrement publiées', 'two published encryption keys'],
  'client-secret': ['un secret de client', 'a client secret'],
  'published-keys': ['des clés publiées', 'published keys'],
  'step-up-url': ['une adresse qui demande un niveau plus élevé', 'an address that needs a higher level'],
  'profile-url': [
    'une adresse qui montre ce que le service sait de la personne',
    'an address that shows what the service knows of the person',
  ],
};

const preamble = `# Scenarios of the qualification suite

Generated from \`apps/qualification/src/scenarios\` by \`npm run docs\`; do not edit. How to run the suite and read a report:
[tutorial](tutorial-qualification.md). What a report in JSON holds: [schema](schemas/qualification-report.schema.json).

- **Required by a standard**, **required by the platform**: fails a run. **Recommended**: is told, and fails nothing.
  **Observed only**: both are right, and the report says what the service did.
- A scenario in which the service must refuse counts only between two good sign-ins, and only when the fault reached the
  service; what cannot be decided is *inconclusive*, never a pass. Up to ten share the good sign-ins around them, each in a
  browser of its own.
- Where a service compares a value, the wrong ones are derived from the true one: each *place* below is a table of them. A wrong
  value that names an issuer, a client or a person is nobody’s ([decision](decisions/0045-faults-as-families.md)).
- Where codes, tokens, secrets and identity go is found in one good sign-in that is looked at closely: what the browser saw is
  compared with them on the hub’s side, and a report names kinds and places, never a value
  ([decision](decisions/0047-where-things-go.md)).
- *Told* means words for a person: no framework’s page, no error 5xx, no JSON, no \`undefined\`.
- A *slow* scenario waits for time-outs or key caches: \`--slow\` runs it too. \`--quick\` runs those marked ◆ and all that are no cell
  of a table.
- A clause of a standard is named by its document and section. *Garance, platforms*, *identity* and *qualification* are the
  rules of this platform, which an operator publishes to its partners; each scenario says what its rule asks.
`;

const labels = {
  does: ['La plateforme :', 'The platform:'],
  expects: ['Le service :', 'The service:'],
  advice: ['Pour corriger :', 'To fix:'],
};

const classNames = {
  ...Object.fromEntries(Object.entries(levelNames).map(([id, { en }]) => [id, en])),
  observed: 'observed only',
};

const families = qualificationFamilies
  .map((family) => ({ family, scenarios: allScenarios.filter((scenario) => scenario.family === family) }))
  .filter(({ scenarios }) => scenarios.length > 0);

writeDocument('qualification.md', [preamble, overview(), ...families.map(section), anchorText()].join('\n'));
writeSchema('qualification-report', jsonReportJsonSchema());
writeSchema('qualify-settings', qualifySettingsJsonSchema());

function writeSchema(name, schema) {
  writeDocument(`schemas/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
}

function overview() {
  const rows = families.map(({ family, scenarios }) => [
    `[${family}](#${family})`,
    familyQuestions[family].en,
    ...['standard', 'platform', 'recommended', 'observed'].map(
      (scenarioClass) => scenarios.filter((scenario) => classOf(scenario) === scenarioClass).length,
    ),
  ]);
  const sum = (index) => rows.reduce((total, row) => total + row[index], 0);
  return table(
    ['Family', 'Question', 'By a standard', 'By the platform', 'Recommended', 'Observed'],
    [...rows, [`**${allScenarios.length} scenarios**`, '', sum(2), sum(3), sum(4), sum(5)]],
  );
}

function section({ family, scenarios }) {
  const { fr, en } = familyNames[family];
  const alone = scenarios.filter(({ place }) => place === undefined);
  const places = [...new Set(scenarios.flatMap(({ place }) => place ?? []))];
  const tables = places.map((place) =>
    placeText(
      place,
      scenarios.filter((scenario) => scenario.place === place),
    ),
  );
  return [`## ${family}\n`, `${fr}. *${en}.*\n`, ...tables, ...alone.map(scenarioText)].join('\n');
}

/** Cases of other test suites, one by one. @throws Error for a scenario that does not exist */
function anchorText() {
  const ids = new Set(allScenarios.map(({ id }) => id));
  const cell = ({ by, not }) => {
    if (by === undefined) return `Not tried: ${not}`;
    const named = by.split(' ');
    const unknown = named.filter((id) => !ids.has(id));
    if (unknown.length > 0) throw new Error(`no scenario ${unknown.join(', ')}`);
    return named.map((id) => `\`${id}\``).join(', ');
  };
  const tables = anchors.map(({ title, about, rows }) =>
    [
      `### ${title}\n`,
      `${about}\n`,
      table(
        ['Cases', 'Tried by'],
        rows.map((row) => [row.cases, cell(row)]),
      ),
    ].join('\n'),
  );
  const intro =
    'Cases of other suites, and the scenarios that try them here, or why none does. Where a scenario is a cell of a table, its whole table is tried.\n';
  return ['## What others try\n', intro, ...tables].join('\n');
}

function classOf({ kind, level }) {
  return kind === 'observe' ? 'observed' : level;
}

/** One place: the text that its cells share, then one row per cell. */
function placeText(place, cells) {
  const advice = [...new Map(cells.map(({ advice }) => [advice.en, advice])).values()];
  const clauses = [...new Set(cells.map(({ clause }) => clause))];
  const rows = cells.map((cell) => [
    `\`${cell.id}\`${cell.quick ? ' ◆' : ''}`,
    cell.title.fr,
    `*${cell.title.en}*`,
    [
      cell.kind === 'accept' ? 'must be accepted' : classNames[classOf(cell)],
      ...(cell.platforms === undefined ? [] : [`${cell.platforms.join(', ')} only`]),
      ...(cell.needs ?? []).map((name) => `needs ${needs[name][1]}`),
      ...(clauses.length === 1 ? [] : [cell.clause]),
    ].join('; '),
  ]);
  const mend = advice.map(({ fr, en }) => `- ${fr}\n  *${en}*`).join('\n');
  const shared = clauses.length === 1 ? `${clauses[0]}. ` : '';
  return `### ${place}\n\n${shared}${cells.length} cells.\n\n${table(['Id', 'Français', 'English', 'Class'], rows)}\n${mend}\n`;
}

function scenarioText({ id, title, level, clause, platforms, needs: needed = [], slow, ...texts }) {
  const facts = [
    levelNames[level].en,
    ...(platforms === undefined ? [] : [`${platforms.join(', ')} only`]),
    ...(slow ? ['slow'] : []),
    ...(needed.length === 0 ? [] : [`needs ${needed.map((name) => needs[name][1]).join(', ')}`]),
  ];
  const rows = [
    [title.fr, `*${title.en}*`],
    ...['does', 'expects', 'advice'].map((name) => [
      `**${labels[name][0]}** ${texts[name].fr}`,
      `**${labels[name][1]}** ${texts[name].en}`,
    ]),
    ...needed.map((name) => [`Nécessite ${needs[name][0]}.`, `Needs ${needs[name][1]}.`]),
  ];
  return `### ${id}\n\n${clause}; ${facts.join('; ')}.\n\n${table(['Français', 'English'], rows)}`;
}

function table(head, rows) {
  return `${[head, head.map(() => '---'), ...rows].map(line).join('\n')}\n`;
}

function line(cells) {
  return `| ${cells.map((cell) => `${cell}`.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
