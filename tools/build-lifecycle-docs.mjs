// docs/lifecycle.md: the diagrams of every object's path, from the tables that the partner space runs on.
import { lifecycles } from '../apps/portal/dist/index.js';
import { writeDocument } from './write-document.mjs';

writeDocument(
  'lifecycle.md',
  `# The path of a service

Generated from the tables in \`apps/portal/src/objects/*/lifecycle.ts\` by \`npm run docs\`. One function carries out every
transition; rights, progress, mails and these diagrams come from the tables. \`[*]\` is where an object does not exist yet, or no
longer changes.

${lifecycles.map(section).join('\n')}`,
);

function section({ object, states, terminal, transitions }) {
  const columns = [...new Set(Object.values(states).flatMap((row) => Object.keys(row)))];
  return `## ${object}

\`\`\`mermaid
stateDiagram-v2
${transitions.flatMap(({ event, from, to }) => from.map((state) => `  ${nameOf(state)} --> ${to}: ${event}`)).join('\n')}
${terminal.map((state) => `  ${state} --> [*]`).join('\n')}
\`\`\`

| state | ${columns.join(' | ')} |
|---|${columns.map(() => '---|').join('')}
${Object.entries(states)
  .map((state) => stateRow(state, columns))
  .join('\n')}

| event | from | to | who | needs | then |
|---|---|---|---|---|---|
${transitions.map(row).join('\n')}
`;
}

/** An object comes from the state '' before it is created. */
function nameOf(state) {
  return state === '' ? '[*]' : state;
}

function stateRow([state, row], columns) {
  const cells = columns.map((column) => (row[column] === true ? 'yes' : (row[column] ?? '')));
  return `| ${[state, ...cells].join(' | ')} |`;
}

function row({ event, from, to, who, conditions = [], before = [], effects = [], secondFactor, reason }) {
  const needs = [...conditions, ...(secondFactor ? ['second factor'] : []), ...(reason ? ['a reason'] : [])];
  const then = [...before.map((name) => `${name} (before the state)`), ...effects];
  return `| ${[event, from.map(nameOf).join(', '), to, who.join(', '), needs.join(', '), then.join(', ')].join(' | ')} |`;
}
