// docs/lifecycle.md: the diagrams of every object's path, from the tables that the partner space runs on.
import { lifecycles } from '../apps/portal/dist/index.js';
import { writeDocument } from './write-document.mjs';

writeDocument(
  'lifecycle.md',
  `# The path of a service

Generated from the tables in \`apps/portal/src/objects/*/lifecycle.ts\` by \`npm run docs\`. One interpreter reads them all; rights,
progress, mails and these diagrams come from them.

${lifecycles.map(section).join('\n')}`,
);

function section({ object, initial, terminal, transitions }) {
  return `## ${object}

\`\`\`mermaid
stateDiagram-v2
  [*] --> ${initial}
${transitions.flatMap(({ event, from, to }) => from.map((state) => `  ${state} --> ${to}: ${event}`)).join('\n')}
${terminal.map((state) => `  ${state} --> [*]`).join('\n')}
\`\`\`

| event | from | to | who | needs | then |
|---|---|---|---|---|---|
${transitions.map(row).join('\n')}
`;
}

function row({ event, from, to, who, conditions = [], effects = [], secondFactor, reason }) {
  const needs = [...conditions, ...(secondFactor ? ['second factor'] : []), ...(reason ? ['a reason'] : [])];
  return `| ${[event, from.join(', '), to, who.join(', '), needs.join(', '), effects.join(', ')].join(' | ')} |`;
}
