import { hasControlCharacter } from '@garance/core';

/** @returns undefined for invalid JSON */
export function parseJson(text: string): unknown {
  try {
    let isPlain = true;
    const value: unknown = JSON.parse(text, (key, item: unknown) => {
      isPlain &&= !hasControlCharacter(key) && (typeof item !== 'string' || !hasControlCharacter(item));
      return item;
    });
    // An escaped NUL in JSON passes the decoders, but the database refuses it.
    return isPlain ? value : undefined;
  } catch {
    return undefined;
  }
}
