/** RFC 5322 §3.4.1 `dot-atom-text` before the @, host name labels (RFC 1035 §2.3.1) after it. */
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const label = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** RFC 5321 §4.5.3.1, octets. */
const longestLocalPart = 64;
const longestAddress = 254;

/**
 * Whether `address` can be mailed: `local@host.domain`, ASCII. The exotic half of RFC 5322 (comments, quoted local
 * parts, address literals) is refused: it carries no citizen's mailbox and has a history of header injection.
 */
export function isEmail(address: string): boolean {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const labels = address.slice(at + 1).split('.');
  return (
    at !== -1 &&
    address.length <= longestAddress &&
    local.length <= longestLocalPart &&
    localPart.test(local) &&
    labels.length > 1 &&
    labels.every((part) => label.test(part))
  );
}
