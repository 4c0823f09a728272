/**
 * Time-based one-time codes (RFC 6238) with the parameters that every authenticator app supports: SHA-1, six digits,
 * thirty seconds.
 */
import { Secret, TOTP } from 'otpauth';

const timeStepSeconds = 30;

const settings = (secret: string) => ({
  algorithm: 'SHA1',
  digits: 6,
  period: timeStepSeconds,
  secret: Secret.fromBase32(secret),
});

/** 160 random bits, the default of the library (RFC 4226 §4, R6), base32. */
export function newTotpSecret(): string {
  return new Secret().base32;
}

/** `otpauth://` address, for the QR code. */
export function totpUri(secret: string, email: string): string {
  return new TOTP({ ...settings(secret), issuer: 'Garance partenaires', label: email }).toString();
}

/**
 * Time step that the code belongs to, with one step of drift to either side; undefined when it belongs to none. The
 * caller ensures that no step is used twice.
 */
export function timeStepOf(secret: string, typed: string, nowMs: number): number | undefined {
  const token = typed.replace(/[\s.-]/g, '');
  if (!/^\d+$/.test(token)) return undefined;
  const delta = new TOTP(settings(secret)).validate({ token, timestamp: nowMs, window: 1 });
  return delta === null ? undefined : Math.floor(nowMs / 1000 / timeStepSeconds) + delta;
}
