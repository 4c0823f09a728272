/** What a sandbox client may call itself: its name reaches pages of the hub. */

/** Controls, line breaks, direction overrides and everything else that is there and not seen. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** A scheme, `www.`, or a word with a full stop before two letters or more. */
const webAddress = /:\/\/|\bwww\.|[\p{L}\p{N}]\.\p{L}{2}/iu;

export function isPlainName(name: string): boolean {
  return !unseen.test(name) && !webAddress.test(name);
}

/** As a word of its own: what a stranger made must not pass for a service. */
export function beginsWithTest(name: string): boolean {
  return name === 'Test' || name.startsWith('Test ');
}
