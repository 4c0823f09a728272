import { createRandomSource } from './random-source.ts';

const draw = createRandomSource(32);

/** 256 random bits, base64url, 43 characters: identifiers, codes, tokens, states, nonces, secrets of browsers and clients. */
export function newId(): string {
  return draw().toString('base64url');
}
