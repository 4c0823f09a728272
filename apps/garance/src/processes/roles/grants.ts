import { functionRights, type ProcessName, processes, rightsOf, tableRights } from './table-rights.ts';

/** The database user of each process. */
export type DatabaseUsers = Readonly<Record<ProcessName, string>>;

/**
 * SQL that grants each user the rights of its process and no others, run by the owner of the tables. It revokes earlier
 * rights first; run it again after each migration.
 */
export function grantStatements(users: DatabaseUsers): readonly string[] {
  return processes.flatMap((process) => {
    const user = quoted(users[process]);
    return [
      `revoke all on all tables in schema public from ${user}`,
      `revoke all on all functions in schema public from ${user}`,
      `grant usage on schema public to ${user}`,
      ...Object.keys(tableRights).flatMap((table) => tableGrants(table, process, user)),
      ...Object.entries(functionRights)
        .filter(([, callers]) => callers.includes(process))
        .map(([name]) => `grant execute on function ${name} to ${user}`),
    ];
  });
}

function tableGrants(table: string, process: ProcessName, user: string): readonly string[] {
  const granted = rightsOf(table, process).map(({ verb, columns }) =>
    columns === undefined ? verb : `${verb} (${columns.map(quoted).join(', ')})`,
  );
  return granted.length === 0 ? [] : [`grant ${granted.join(', ')} on ${quoted(table)} to ${user}`];
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A script for an administrator of the server: creates the users, without passwords, and grants their rights. */
export function describeGrants(users: DatabaseUsers): string {
  const made = processes.map((process) => `create role ${quoted(users[process])} login;`);
  return [
    '-- Once, by an administrator of the server, each then with a password of its own (\\password in psql):',
    ...made.map((line) => `-- ${line}`),
    '-- By the owner of the tables, after each migration (garance migrate does it):',
    ...grantStatements(users).map((line) => `${line};`),
    '',
  ].join('\n');
}
