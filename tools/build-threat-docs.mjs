// docs/security-tests.md from docs/threats.json.
import { problemsOf, readThreats } from './threats.mjs';
import { writeDocument } from './write-document.mjs';

const threats = readThreats();
const problems = problemsOf(threats);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);

const preamble = `# What is attacked and what breaks, and the tests that hold it

Generated from \`docs/threats.json\` by \`npm run docs\`; do not edit. Each line says what must not come about; a test is
named by its file and its title, or a part of it; *under load* names rows of \`npm run faults\` (\`tests/faults/rows.ts\`, results in
[faults-results.md](faults-results.md)). *Not yet* says what will bring the tests that are missing.
`;

const sections = [
  ['attack', 'Attacks', 'What must fail.'],
  ['fault', 'Faults', 'What must not be lost, and what must go on.'],
];

writeDocument('security-tests.md', [preamble, overview(), ...sections.map(section)].join('\n'));

function overview() {
  const open = threats.filter(({ notYet }) => notYet !== undefined);
  const held = threats.length - open.length;
  const names = open.map(({ kind, id }) => `[${kind} ${id}](#${kind}-${id})`).join(', ');
  return `${held} of ${threats.length} lines are held by tests in all they say. Not yet, or not in all: ${names || 'none'}.\n`;
}

function section([kind, title, sentence]) {
  const own = threats.filter((threat) => threat.kind === kind).sort((a, b) => a.id - b.id);
  return [`## ${title}\n`, `${sentence}\n`, ...own.map(entry)].join('\n');
}

function entry({ kind, id, says, tests, underLoad = [], notYet }) {
  const byFile = Map.groupBy(tests, ({ file }) => file);
  return [
    `### ${kind} ${id}\n`,
    `${escapeMarkup(says)}\n`,
    ...[...byFile].map(
      ([file, named]) => `- \`${file}\`: ${named.map(({ title }) => escapeMarkup(title)).join('; ')}`,
    ),
    ...(underLoad.length === 0 ? [] : [`- under load: ${underLoad.map((name) => `\`${name}\``).join(', ')}`]),
    ...(byFile.size > 0 ? [''] : []),
    ...(notYet === undefined ? [] : [`*Not yet: ${escapeMarkup(notYet)}.*\n`]),
  ].join('\n');
}

function escapeMarkup(text) {
  return text.replace(/[\\`*_<>[\]$]/g, '\\$&');
}
