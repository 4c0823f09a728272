import { isCommuneCodeShaped } from './commune-codes.ts';

/**
 * Names of communes, by the first two characters of their code: `;` and the three digits, then `=` and the name that the
 * commune has or had, or `>` and the name of the commune that has its place today. Kept as text and searched when a page
 * needs a name: as a map they would take several megabytes of every process. Written by `tools/build-geography.mjs`.
 */
export type CommuneNames = Readonly<Record<string, string>>;

export interface CommuneName {
  readonly name: string;
  /** Of the commune that replaced it: the code's own name is not known. */
  readonly successor: boolean;
}

/** @throws Error when a code or a name has another form */
export function encodeCommuneNames(
  names: Iterable<readonly [code: string, name: CommuneName]>,
): CommuneNames {
  const table: Record<string, string> = {};
  for (const [code, { name, successor }] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!isCommuneCodeShaped(code)) throw new Error(`Not a commune code: ${code}`);
    if (name === '' || /[;=>]/.test(name)) throw new Error(`Not a commune's name: ${name}`);
    const prefix = code.slice(0, 2);
    table[prefix] = `${table[prefix] ?? ''};${code.slice(2)}${successor ? '>' : '='}${name}`;
  }
  return table;
}

/** The name of a commune, of today or of before; undefined for a code that is none. */
export function findCommuneName(table: CommuneNames, code: string): CommuneName | undefined {
  if (!isCommuneCodeShaped(code)) return undefined;
  const names = table[code.slice(0, 2)];
  const mark = `;${code.slice(2)}`;
  const at = names?.indexOf(mark) ?? -1;
  if (names === undefined || at === -1) return undefined;
  const end = names.indexOf(';', at + 1);
  const [kind, name] = [
    names[at + mark.length],
    names.slice(at + mark.length + 1, end === -1 ? undefined : end),
  ];
  return { name, successor: kind === '>' };
}
