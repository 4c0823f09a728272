/** A provider's description of its own error, for the operator only: never shown to a citizen or sent to a service. */
import { scrubErrorText } from '@garance/web/server';

export interface ProviderError {
  /** `error` (RFC 6749 §4.1.2.1, §5.2). */
  readonly error?: string;
  /** `error_description`. */
  readonly description?: string;
}

const longestError = 80;
const longestDescription = 300;

/**
 * Control characters, line separators and direction overrides: removed, so that a log line stays one line and is
 * displayed in order.
 */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** The form of all registered error names; anything else might contain a value. */
const errorName = /^[a-z]{1,30}(?:_[a-z]{1,30}){0,6}$/;

/**
 * Shortened first, then put on one line, without what could be a credential, a token or a mail address (security.md,
 * attacks 18 and 23). Undefined when the answer has neither member.
 */
export function readProviderError(answer: Readonly<Record<string, unknown>>): ProviderError | undefined {
  const error = printable(answer.error, longestError);
  const description = printable(answer.error_description, longestDescription);
  if (error === undefined && description === undefined) return undefined;
  return { ...(error !== undefined && { error }), ...(description !== undefined && { description }) };
}

function printable(value: unknown, longest: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const cut = value
    .slice(0, longest + 1)
    .toWellFormed()
    .replace(unprintable, ' ')
    .trim();
  if (cut === '') return undefined;
  if (cut.length <= longest && errorName.test(cut)) return cut;
  const scrubbed = scrubErrorText(cut);
  return scrubbed.length > longest ? `${scrubbed.slice(0, longest - 1).toWellFormed()}…` : scrubbed;
}
