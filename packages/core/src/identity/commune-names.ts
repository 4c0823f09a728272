import { isCommuneCodeShaped } from './commune-codes.ts';

/**
 * Names of communes, by the first two characters of their code: `;` and the three digits, then `=` and the commune's own
 * name, or `>` and the name of the commune that replaced it. Kept as text and searched on demand: a map would take
 * several megabytes of each process. Written by `tools/build-geography.mjs`.
 */
export type CommuneNames = Readonly<Record<string, string>>;

export interface CommuneName {
  readonly name: string;
  /** `name` is that of the commune which replaced this one: its own name is not known. */
  readonly successor: boolean;
}

/**
 * Packs names of communes into text.
 * @throws Error when a code or a name has another form
 */
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

/** The current or former name of a commune; undefined when `code` is no commune code. */
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
