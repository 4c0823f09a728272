/**
 * The one rule for names that others read on pages and in mails: of persons, organisations, services, identity providers
 * (security.md 29). One line, nothing hidden, no address of a web site, since mail programs make links of them.
 */
import { hasHiddenCharacter } from './plain-text.ts';

export type PublicNameProblem = 'missing' | 'too-long' | 'line-break' | 'hidden-character' | 'web-address';

export type PublicNameOutcome =
  /** Blanks collapsed, in NFC. */
  { readonly ok: true; readonly name: string } | { readonly ok: false; readonly problem: PublicNameProblem };

const lineBreak = /[\n\r\v\f\u0085\u2028\u2029]/u;
const blanks = /[\p{Zs}\t]+/gu;

/**
 * What browsers and mail programs take for an address: a scheme or `//`, `www.`, four numbers, or a full stop between
 * letters, whichever full stop it is (`Impots.gouv.fr` as well: the name of a site is not the name of a service).
 */
const webAddress = /\/\/|\bwww\d{0,3}\.|\d{1,3}(?:\.\d{1,3}){3}|[\p{L}\p{N}-][.。｡][\p{L}\p{N}-]*\p{L}{2}/iu;

/** Whether a mail program or a reader may take part of `text` for the address of a web site. */
export function holdsWebAddress(text: string): boolean {
  return webAddress.test(text.normalize('NFKC'));
}

/** @param longest in characters; 100 unless told */
export function parsePublicName(text: string, longest = 100): PublicNameOutcome {
  const trimmed = text.trim();
  const refused = (problem: PublicNameProblem): PublicNameOutcome => ({ ok: false, problem });
  if (trimmed === '') return refused('missing');
  // Before anything is searched in it.
  if (trimmed.length > longest * 4) return refused('too-long');
  if (lineBreak.test(trimmed)) return refused('line-break');
  const name = trimmed.replace(blanks, ' ').normalize('NFC');
  if ([...name].length > longest) return refused('too-long');
  if (hasHiddenCharacter(name)) return refused('hidden-character');
  if (holdsWebAddress(name)) return refused('web-address');
  return /[\p{L}\p{N}]/u.test(name) ? { ok: true, name } : refused('missing');
}

/**
 * A name that came from elsewhere (another site's webhook, an older version's database), made to follow the rule: what it
 * forbids is taken out and addresses are broken up. '' when nothing is left.
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
