import { scrubText } from './scrub.ts';
import { serializeError } from './serialize-error.ts';

const redacted = '[redacted]';
const deepest = 5;

/** Names of fields with credentials, in-flight values or identity attributes, without `_`, `-` and case. */
const sensitive = new Set(
  `authorization cookie cookies setcookie headers body query params payload password secret clientsecret
  token accesstoken idtoken refreshtoken idtokenhint assertion clientassertion codeverifier codechallenge
  authorizationcode state nonce jwt jwk privatejwk privatekey jti requesturi csrf otp totp
  claims identity pivot userinfo givenname givennames givennamearray familyname birthdate idpbirthdate birthplace birthcountry
  gender email preferredusername phonenumber address sub subject login url href`.split(/\s+/),
);

function isSensitive(name: string): boolean {
  return sensitive.has(
    name
      .replace(/[_-]/g, '')
      .toLowerCase()
      .replace(/^rnipp/, ''),
  );
}

/** Requests, sockets, maps and buffers are not logged. */
function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (value instanceof Error) return serializeError(value);
  if (depth >= deepest) return redacted;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return isPlain(value) ? redactFields(value, depth + 1) : redacted;
}

/**
 * A copy of log fields with sensitive ones replaced, at every depth.
 * @param keep names of fields that have a serializer of their own
 */
export function redactFields(
  fields: Readonly<Record<string, unknown>>,
  depth = 0,
  keep?: ReadonlySet<string>,
): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (keep?.has(name)) copy[name] = value;
    else copy[name] = isSensitive(name) ? redacted : redactValue(value, depth);
  }
  return copy;
}
