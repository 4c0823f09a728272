import type { RunFile } from './run-file.ts';

/** The table of addresses and accounts that `npm start` prints. */
export function describeRun(
  run: RunFile,
  { readyMs, runFile }: { readyMs: number; runFile: string },
): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Start here', run.demonstration],
    ['Partner space', run.portal],
    ['Demo service', run.demoService],
    ['Mailbox', run.mailbox],
    ['FranceConnect-like hub, integration', run.hubs.standard.integration],
    ['FranceConnect-like hub, production', run.hubs.standard.production],
    ['FranceConnect+-like hub, integration', run.hubs.plus.integration],
    ['FranceConnect+-like hub, production', run.hubs.plus.production],
    ...run.providers.map(({ name, issuer, levels }) => [`${name} (${levels.join(', ')})`, issuer] as const),
    ['Civil register', run.civilRegister],
    ['Metrics', run.metrics],
  ];
  const accounts = run.accounts.map(
    ({ provider, login, password, person, trait }) =>
      [`  ${provider}`, `${login} / ${password}`, `${person} (${trait})`] as const,
  );
  const partners = run.partners.map(
    ({ email, role, totpSecret = 'none' }) => [`  ${email}`, role, totpSecret] as const,
  );
  return [
    '',
    `Garance is ready (${(readyMs / 1000).toFixed(1)} s).`,
    '',
    ...columns(rows),
    '',
    'Test accounts (provider, login / password, person):',
    ...columns(accounts),
    '',
    'Partner space accounts (address whose code is in the mailbox, role, secret for a code app):',
    ...columns(partners),
    '',
    `The same as JSON: ${runFile}`,
    'Ctrl-C stops.',
    '',
  ].join('\n');
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, index) => Math.max(widest[index] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
