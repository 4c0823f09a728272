import { scrubText } from './scrub.ts';

const redacted = '[redacted]';
const deepest = 5;

/** Names of fields that hold credentials, in-flight values or a person's attributes, without `_`, `-` and case. */
const sensitive = new Set(
  `authorization cookie cookies setcookie headers body query params payload password secret clientsecret
  token accesstoken idtoken refreshtoken idtokenhint assertion clientassertion codeverifier codechallenge
  authorizationcode state nonce jwt jwk privatejwk privatekey jti requesturi csrf otp totp
  claims identity pivot userinfo givenname givennames familyname birthdate idpbirthdate birthplace birthcountry
  gender email preferredusername phonenumber address sub subject login url href`.split(/\s+/),
);

function isSensitive(name: string): boolean {
  return sensitive.has(name.replace(/[_-]/g, '').toLowerCase());
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (depth >= deepest || value instanceof Uint8Array || value instanceof Map || value instanceof Set)
    return redacted;
  if (value instanceof Error) return value;
  if (Array.isArray(value)) return value.map((each) => redactValue(each, depth + 1));
  return redactFields(value as Record<string, unknown>, depth + 1);
}

/**
 * A copy of what is to be logged without sensitive fields, at every depth. `keep` names the fields that have a
 * serializer of their own.
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
