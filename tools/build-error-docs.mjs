// Writes docs/errors.md from the built error catalogue; `--check` writes nothing and exits 1 when the file differs.
import { errorCatalogue } from '../packages/core/dist/index.js';
import { writeDocument } from './write-document.mjs';

const areaTitles = {
  authorize: 'Authorization request',
  client_auth: 'Client authentication',
  client_keys: 'Keys of a service',
  general: 'Any server',
  identity: 'Identity',
  interaction: 'Pages of a login',
  logout: 'Logout',
  provider: 'Identity providers',
  register: 'Civil register',
  store: 'Storage',
  token: 'Tokens',
};

const preamble = `# Errors

Generated from the catalogue in \`packages/core/src/errors\`; do not edit. Codes are stable: a page shows its code and an
occurrence id that the integrator can look up.

- **OAuth error**: what a service reads in \`error\`; the operator's text is its \`error_description\`.
- **Status**: of an answer that is not a redirect.
- **Redirect**: whether the service may be told by redirect. *No* means a page only: the client or its address is not
  proven yet, or the browser is not the one that began.
`;

const columns = [
  'Code',
  'OAuth error',
  'Status',
  'Redirect',
  'For the operator',
  'For the citizen',
  'Source',
];

function document() {
  const areas = Object.groupBy(Object.entries(errorCatalogue), ([code]) => code.split('.')[0]);
  const sections = Object.entries(areas)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([area, entries]) => section(area, entries));
  return [preamble, ...sections].join('\n');
}

function section(area, entries) {
  const rows = entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(row);
  const head = [columns, columns.map(() => '---')].map(line);
  return `## ${areaTitles[area] ?? area}\n\n${[...head, ...rows].join('\n')}\n`;
}

function row([code, { oauth, status, redirect, operator, citizen, clause }]) {
  const texts = [operator, `${citizen.fr}<br>*${citizen.en}*`, clause].map((text) =>
    text.replaceAll('|', '\\|'),
  );
  return line([`\`${code}\``, `\`${oauth}\``, status, redirect ? 'yes' : 'no', ...texts]);
}

function line(cells) {
  return `| ${cells.join(' | ')} |`;
}

writeDocument('errors.md', document());
