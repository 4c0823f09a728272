/** A passkey provider for tests: the answers of a browser and its authenticator to the options of a page. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

interface Held {
  readonly id: Buffer;
  readonly privateKey: KeyObject;
  readonly userHandle: string;
  counter: number;
}

export interface AnswerChanges {
  /** Origin that the browser reports. */
  readonly origin?: string;
  readonly challenge?: string;
  /** Whether the device verified its user; `true` by default. */
  readonly userVerified?: boolean;
  /** Counter of the authenticator; incremented by one by default. */
  readonly counter?: number;
}

export interface VirtualAuthenticator {
  /** Answer to `navigator.credentials.create`, as the page's script sends it. */
  register(page: { readonly html: string }, changes?: AnswerChanges): string;
  /** Answer to `navigator.credentials.get`. */
  authenticate(page: { readonly html: string }, changes?: AnswerChanges): string;
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: Buffer): string => data.toString('base64url');

/** Holds one passkey, made by `register`, of the relying party `rpId`. */
export function createVirtualAuthenticator(origin: string): VirtualAuthenticator {
  const rpId = new URL(origin).hostname;
  let held: Held | undefined;
  const clientData = (type: string, challenge: string, changes: AnswerChanges): Buffer =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: changes.challenge ?? challenge,
        origin: changes.origin ?? origin,
        crossOrigin: false,
      }),
    );
  return {
    register: (page, changes = {}) => {
      const options = optionsOf(page.html);
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const jwk = publicKey.export({ format: 'jwk' });
      held = { id: randomBytes(16), privateKey, userHandle: String(options.user?.id), counter: 0 };
      const data = authenticatorData(rpId, { changes, counter: 0, attested: attested(held.id, jwk) });
      return JSON.stringify({
        id: base64url(held.id),
        rawId: base64url(held.id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(clientData('webauthn.create', options.challenge, changes)),
          attestationObject: base64url(attestationObject(data)),
          transports: ['internal', 'made-up'],
        },
      });
    },
    authenticate: (page, changes = {}) => {
      if (held === undefined) throw new Error('nothing was registered');
      const options = optionsOf(page.html);
      held.counter = changes.counter ?? held.counter + 1;
      const data = authenticatorData(rpId, { changes, counter: held.counter });
      const client = clientData('webauthn.get', options.challenge, changes);
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), held.privateKey);
      return JSON.stringify({
        id: base64url(held.id),
        rawId: base64url(held.id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(client),
          authenticatorData: base64url(data),
          signature: base64url(signature),
          userHandle: held.userHandle,
        },
      });
    },
  };
}

interface PageOptions {
  readonly challenge: string;
  readonly user?: { readonly id: string };
}

function optionsOf(html: string): PageOptions {
  const written = /data-options="([^"]*)"/.exec(html)?.[1];
  if (written === undefined) throw new Error('the page asks for no passkey');
  return JSON.parse(written.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as PageOptions;
}

interface DataParts {
  readonly changes: AnswerChanges;
  readonly counter: number;
  readonly attested?: Buffer;
}

/** WebAuthn §6.1: hash of the relying party, flags, counter, attested credential data. */
function authenticatorData(rpId: string, { changes, counter, attested: credential }: DataParts): Buffer {
  const present = 0x01;
  const verified = (changes.userVerified ?? true) ? 0x04 : 0;
  const rest = Buffer.alloc(5);
  rest.writeUInt8(present | verified | (credential === undefined ? 0 : 0x40), 0);
  rest.writeUInt32BE(counter, 1);
  return Buffer.concat([sha256(rpId), rest, credential ?? Buffer.alloc(0)]);
}

function attested(id: Buffer, jwk: { readonly x?: string; readonly y?: string }): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  const coordinate = (value = '') =>
    Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(value, 'base64url')]);
  // COSE key: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
  const start = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]);
  const key = Buffer.concat([start, coordinate(jwk.x), Buffer.from([0x22]), coordinate(jwk.y)]);
  return Buffer.concat([Buffer.alloc(16), length, id, key]);
}

/** CBOR of {fmt: "none", attStmt: {}, authData}. */
function attestationObject(data: Buffer): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text('none'),
    text('attStmt'),
    Buffer.from([0xa0]),
    text('authData'),
    Buffer.from([0x58, data.length]),
    data,
  ]);
}
