/** X.509 certificates of a private authority, made while the test runs: Node reads them and cannot make them. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { isIP } from 'node:net';

export interface IssuedCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

export interface TestAuthority {
  /** PEM of the authority's own certificate. */
  readonly certificate: string;
  /** @param names host names and IPv4 addresses; none for a client's */
  issue(commonName: string, names?: readonly string[]): IssuedCertificate;
}

/** One DER element: tag, length, content (X.690 §8.1). */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...contents: readonly Uint8Array[]) => der(0x30, ...contents);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const integer = (...bytes: readonly number[]) => der(0x02, Buffer.from(bytes));
const bitString = (content: Uint8Array) => der(0x03, Buffer.from([0]), content);
const time = (text: string) => der(0x18, Buffer.from(text));
const nameOf = (commonName: string) =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(commonName)))));
const extension = (id: string, value: Uint8Array) => sequence(oid(id), der(0x04, value));

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const basicConstraints = (isAuthority: boolean) =>
  extension('551d13', isAuthority ? sequence(der(0x01, Buffer.from([0xff]))) : sequence());
const alternativeNames = (names: readonly string[]) =>
  extension(
    '551d11',
    sequence(
      ...names.map((name) =>
        isIP(name) === 4 ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name)),
      ),
    ),
  );

interface Certified {
  readonly serial: number;
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

function certify({ serial, issuer, subject, publicKey, extensions }: Certified, signer: KeyObject): string {
  const toBeSigned = sequence(
    der(0xa0, integer(2)),
    integer(serial),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(time('20200101000000Z'), time('20991231235959Z')),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const whole = sequence(toBeSigned, ecdsaWithSha256, bitString(sign('sha256', toBeSigned, signer)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

export function createTestAuthority(issuer: string): TestAuthority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let serial = 1;
  return {
    certificate: certify(
      { serial, issuer, subject: issuer, publicKey: own.publicKey, extensions: [basicConstraints(true)] },
      own.privateKey,
    ),
    issue: (subject, names = []) => {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      serial += 1;
      const extensions = [basicConstraints(false), ...(names.length === 0 ? [] : [alternativeNames(names)])];
      return {
        certificate: certify({ serial, issuer, subject, publicKey, extensions }, own.privateKey),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}
