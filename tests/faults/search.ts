/** Looks for what must be in no store and no log: secrets, tokens, codes, identity attributes. Pure. */

export interface Sought {
  /** Of 16 characters or more: found wherever they stand, also inside of other text. */
  readonly secrets: ReadonlySet<string>;
  /** Names, dates, addresses: found as words. */
  readonly attributes: ReadonlySet<string>;
}

export const shortestSecret = 16;

const encoded = /[A-Za-z0-9+/_-]{24,}/g;
const words = /[\p{L}\p{N}@.'-]+/gu;

/** The text, and what its words say that are base64. */
function spellings(text: string): readonly string[] {
  const opened = [...text.matchAll(encoded)].map(([word]) => Buffer.from(word, 'base64').toString('utf8'));
  return [text, opened.join('\n')];
}

function findSecrets(text: string, secrets: ReadonlySet<string>): readonly string[] {
  const byBeginning = new Map<string, string[]>();
  for (const secret of secrets) {
    const beginning = secret.slice(0, shortestSecret);
    const known = byBeginning.get(beginning);
    if (known === undefined) byBeginning.set(beginning, [secret]);
    else known.push(secret);
  }
  const found = new Set<string>();
  for (let at = 0; at + shortestSecret <= text.length; at += 1) {
    const candidates = byBeginning.get(text.slice(at, at + shortestSecret));
    for (const secret of candidates ?? []) if (text.startsWith(secret, at)) found.add(secret);
  }
  return [...found];
}

/** @returns where each was found: the name of the text, and the beginning of the value */
export function findLeaks(
  texts: ReadonlyMap<string, string>,
  { secrets, attributes }: Sought,
): readonly string[] {
  return [...texts].flatMap(([name, text]) =>
    spellings(text).flatMap((spelling) => {
      const named = new Set(
        [...spelling.matchAll(words)].map(([word]) => word).filter((word) => attributes.has(word)),
      );
      return [...findSecrets(spelling, secrets), ...named].map((value) => `${name}: ${value.slice(0, 8)}…`);
    }),
  );
}
