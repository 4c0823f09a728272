import { parsePublicName } from '@garance/core';

/** A name as it may be shown to others; undefined when it is none. */
export function parseName(text: string, longest = 100): string | undefined {
  const parsed = parsePublicName(text, longest);
  return parsed.ok ? parsed.name : undefined;
}
