import { type RawBuilder, sql } from 'kysely';

/** Normalises indexed text and queries alike: no accents, lower case, letters and digits only. */
export function searchable(...texts: readonly (string | undefined)[]): string {
  const joined = texts.filter((text) => text !== undefined).join(' ');
  const plain = joined.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/**
 * Matches rows in which every word of `text` begins a word. Served by a GIN index on the same expression. Undefined
 * when `text` has no word.
 */
export function matchesSearch(text: string | undefined): RawBuilder<boolean> | undefined {
  const words = searchable(text).split(' ').filter(Boolean).slice(0, 8);
  if (words.length === 0) return undefined;
  // Words are letters and digits only, so they cannot contain operators of the query language.
  const query = words.map((word) => `${word}:*`).join(' & ');
  return sql<boolean>`to_tsvector('simple', search_text) @@ to_tsquery('simple', ${query})`;
}
