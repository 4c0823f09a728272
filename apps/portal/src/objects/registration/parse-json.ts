import { hasControlCharacter } from '@garance/core';

/** @returns undefined for invalid JSON */
export function parseJson(text: string): unknown {
  try {
    let isPlain = true;
    const value: unknown = JSON.parse(text, (key, item: unknown) => {
      isPlain &&= !hasControlCharacter(key) && (typeof item !== 'string' || !hasControlCharacter(item));
      return item;
    });
    // Escaped in JSON, NUL stops at the database only.
    return isPlain ? value : undefined;
  } catch {
    return undefined;
  }
}
