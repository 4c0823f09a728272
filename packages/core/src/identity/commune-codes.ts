/**
 * Commune codes as ranges, which store 39 000 codes in a few kilobytes: by the first two characters, the following three
 * digits as `first-last` or a single number. Written by `tools/build-geography.mjs`, read by `createGeography`.
 */
export type CommuneRanges = Readonly<Record<string, string>>;

const codeShape = /^(?:\d{2}|2[AB])\d{3}$/;
const prefixShape = /^(?:\d{2}|2[AB])$/;
const rangeShape = /^(\d{1,3})(?:-(\d{1,3}))?$/;

/** Whether `code` has the form of a commune code: two digits, `2A` or `2B`, then three digits. */
export function isCommuneCodeShaped(code: string): boolean {
  return codeShape.test(code);
}

/**
 * Packs commune codes into ranges.
 * @throws Error when a code is not 2 characters of department and 3 digits
 */
export function encodeCommuneCodes(codes: Iterable<string>): CommuneRanges {
  const numbers = new Map<string, number[]>();
  for (const code of [...new Set(codes)].sort()) {
    if (!isCommuneCodeShaped(code)) throw new Error(`Not a commune code: ${code}`);
    const prefix = code.slice(0, 2);
    numbers.set(prefix, [...(numbers.get(prefix) ?? []), Number(code.slice(2))]);
  }
  return Object.fromEntries([...numbers].map(([prefix, sorted]) => [prefix, ranges(sorted)]));
}

function ranges(sorted: readonly number[]): string {
  const found: { first: number; last: number }[] = [];
  for (const value of sorted) {
    const current = found.at(-1);
    if (current?.last === value - 1) current.last = value;
    else found.push({ first: value, last: value });
  }
  return found.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/**
 * The codes of `table`: by prefix, one flag for each three-digit number.
 * @throws Error when the table is damaged, because a table read in part would refuse valid logins
 */
export function decodeCommuneCodes(table: CommuneRanges): ReadonlyMap<string, Uint8Array> {
  return new Map(
    Object.entries(table).map(([prefix, text]) => {
      if (!prefixShape.test(prefix)) throw new Error(`Not a department prefix: ${prefix}`);
      return [prefix, flags(text)];
    }),
  );
}

function flags(text: string): Uint8Array {
  const known = new Uint8Array(1000);
  for (const range of text.split(',')) {
    const match = rangeShape.exec(range);
    if (match === null) throw new Error(`Not a range of commune codes: ${range}`);
    const [, first, last = first] = match;
    if (Number(first) > Number(last)) throw new Error(`Not a range of commune codes: ${range}`);
    known.fill(1, Number(first), Number(last) + 1);
  }
  return known;
}
