/**
 * The rule for names shown to others on pages and in mails: of persons, organisations, services, identity providers
 * (security.md 29). One line, no hidden character, no web address, because mail programs turn addresses into links.
 */
import { hasHiddenCharacter } from './plain-text.ts';

export type PublicNameProblem = 'missing' | 'too-long' | 'line-break' | 'hidden-character' | 'web-address';

export type PublicNameOutcome =
  /** Spaces collapsed, in NFC. */
  { readonly ok: true; readonly name: string } | { readonly ok: false; readonly problem: PublicNameProblem };

const lineBreak = /[\n\r\v\f\u0085\u2028\u2029]/u;
const blanks = /[\p{Zs}\t]+/gu;

/**
 * What browsers and mail programs recognise as an address: a scheme or `//`, `www.`, four numbers, or any kind of full
 * stop between letters. This refuses `Impots.gouv.fr` too: the name of a service is not the address of its site.
 */
const webAddress = /\/\/|\bwww\d{0,3}\.|\d{1,3}(?:\.\d{1,3}){3}|[\p{L}\p{N}-][.。｡][\p{L}\p{N}-]*\p{L}{2}/iu;

/** Whether a mail program or a reader may take part of `text` for a web address. */
export function holdsWebAddress(text: string): boolean {
  return webAddress.test(text.normalize('NFKC'));
}

/**
 * Checks and normalises a name.
 * @param longest in characters
 */
export function parsePublicName(text: string, longest = 100): PublicNameOutcome {
  const trimmed = text.trim();
  const refused = (problem: PublicNameProblem): PublicNameOutcome => ({ ok: false, problem });
  if (trimmed === '') return refused('missing');
  // Before the patterns below read the text.
  if (trimmed.length > longest * 4) return refused('too-long');
  if (lineBreak.test(trimmed)) return refused('line-break');
  const name = trimmed.replace(blanks, ' ').normalize('NFC');
  if ([...name].length > longest) return refused('too-long');
  if (hasHiddenCharacter(name)) return refused('hidden-character');
  if (holdsWebAddress(name)) return refused('web-address');
  return /[\p{L}\p{N}]/u.test(name) ? { ok: true, name } : refused('missing');
}

/**
 * Makes a name from another system (a webhook, an older version's database) follow the rule: forbidden characters are
 * removed and addresses are broken up. '' when no character remains.
 */
export function toPublicName(text: string, longest = 100): string {
  const cut = text.slice(0, longest * 4);
  const parsed = parsePublicName(cut, longest);
  if (parsed.ok) return parsed.name;
  const visible = [...cut.normalize('NFC').replace(/[\n\r\t\v\f\u0085\u2028\u2029]/gu, ' ')]
    .filter((character) => !hasHiddenCharacter(character))
    .join('');
  const broken = holdsWebAddress(visible) ? visible.normalize('NFKC').replace(/[.。｡/:]+/gu, ' ') : visible;
  const name = [...broken.replace(blanks, ' ').trim()].slice(0, longest).join('').trim();
  return /[\p{L}\p{N}]/u.test(name) ? name : '';
}
