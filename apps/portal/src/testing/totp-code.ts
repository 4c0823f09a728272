import { Secret, TOTP } from 'otpauth';

/** The code that an authenticator app shows at a moment (RFC 6238: SHA-1, six digits, 30 s). */
export function totpCodeAt(secret: string, nowMs: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate({
    timestamp: nowMs,
  });
}
