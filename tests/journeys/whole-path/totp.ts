import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const timeStepSeconds = 30;

/** Code of an authenticator app (RFC 6238, SHA-1, six digits), implemented independently of the portal. @param secret base32 */
export function totpCode(secret: string, nowMs: number): string {
  const bits = [...secret.replace(/\s/g, '')].map((char) =>
    alphabet.indexOf(char).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / 1000 / timeStepSeconds)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return `${(mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000}`.padStart(6, '0');
}
