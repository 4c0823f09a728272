import { domainToASCII } from 'node:url';

/**
 * RFC 5322 §3.4.1 `dot-atom-text` before the @, extended by RFC 6531 §3.3 to characters beyond ASCII: all but control,
 * format (direction overrides among them), unassigned and invisible characters, spaces and line separators.
 */
const localPart =
  // check-patterns: one class repeated, anchored at both ends; time test beside it.
  /^(?:[A-Za-z0-9!#$%\&'*+\/=?^_`\{\|\}~\-]|[[\P{ASCII}--\p{C}]--[\p{Z}\p{Default_Ignorable_Code_Point}]])+$/v;
/** Host name labels, RFC 1035 §2.3.1. */
const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const ascii = /^\p{ASCII}*$/u;
/** RFC 5891 §4.2.3.1 and §4.2.3.2; the hyphens at the ends are not in the ASCII form any more. */
const internationalLabel =
  // check-patterns: a bounded repetition, anchored at both ends; time test beside it.
  /^[\p{L}\p{Nd}](?:[[\p{L}\p{M}\p{Nd}\-]--\p{Default_Ignorable_Code_Point}]{0,61}[\p{L}\p{M}\p{Nd}])?$/v;

/** RFC 5321 §4.5.3.1, octets; of UTF-8 where the address is internationalised (RFC 6531 §3.2). */
const longestLocalPart = 64;
const longestAddress = 254;

/**
 * Whether a mail can be sent to `address`: `local@host.domain`, internationalised on both sides (RFC 6531, RFC 5891).
 * Comments, quoted local parts and address literals of RFC 5322 are refused: no citizen's mailbox needs them, and they
 * have been used for header injection.
 */
export function isEmail(address: string): boolean {
  if (address.length > longestAddress || Buffer.byteLength(address) > longestAddress) return false;
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const labels = address.slice(at + 1).split('.');
  return (
    at !== -1 &&
    Buffer.byteLength(local) <= longestLocalPart &&
    local.split('.').every((atom) => localPart.test(atom)) &&
    labels.length > 1 &&
    labels.every(isHostLabel)
  );
}

/** A non-ASCII label must have an ASCII form other than itself; compatibility characters that only restyle ASCII have none. */
function isHostLabel(part: string): boolean {
  if (ascii.test(part)) return label.test(part);
  if (!internationalLabel.test(part)) return false;
  const encoded = domainToASCII(part);
  return encoded.startsWith('xn--') && label.test(encoded);
}
