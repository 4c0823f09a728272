import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../embedded/usage-error.ts';
import { checkConfiguration, readConfiguration } from './check-configuration.ts';
import { variables } from './environment.ts';
import { fileFields } from './read-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'garance-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const masterKey = Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64');
const listeners = (port: number) => ({ listen: { port }, internal: { port: port + 1 } });

/** The minimum that an installation of production needs. */
const good = {
  database: { url: 'postgres://db.example/garance?sslmode=verify-full' },
  masterKey,
  inflight: { kind: 'single', host: 'valkey.example', tls: {} },
  register: { production: { url: 'https://register.example/' } },
  mail: {
    smtpUrl: 'smtps://smtp.example',
    from: 'Garance <a@b.example>',
    operator: 'a@b.example',
    domain: 'b.example',
  },
  hubs: [
    {
      platform: 'standard',
      environment: 'production',
      issuer: 'https://a.example/api/v2',
      ...listeners(8000),
    },
    { platform: 'plus', environment: 'production', issuer: 'https://b.example/api/v2', ...listeners(8010) },
  ],
  portal: { origin: 'https://p.example', ...listeners(8020) },
  worker: { internal: { port: 8031 } },
};
const [standard, plus] = good.hubs;

let files = 0;
function write(text: string, mode = 0o600): string {
  files += 1;
  const path = join(folder, `file-${files}`);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const check = (value: unknown, env: Readonly<Record<string, string>> = {}, mode = 0o600) =>
  checkConfiguration(write(JSON.stringify(value), mode), env);
/** Places of the problems. */
const placesOf = (value: unknown, env?: Readonly<Record<string, string>>) =>
  check(value, env).problems.map(({ path }) => path);
const without = (name: keyof typeof good) => ({ ...good, [name]: undefined });

describe('a configuration', () => {
  it('that is valid has its defaults', () => {
    const checked = check(good);
    expect(checked.problems).toEqual([]);
    expect(checked).toMatchObject({
      configuration: {
        database: { maxConnections: 10 },
        inflight: { kind: 'single', port: 6379, callTimeoutMs: 500, waitReplicas: 0 },
        drain: { noticeSeconds: 5, deadlineSeconds: 30 },
        maxClockDifferenceSeconds: 5,
        worker: { keyRotationDays: 90, mailBacklogSeconds: 300 },
        hubs: [{ listen: { host: '127.0.0.1', port: 8000 } }, {}],
      },
    });
  });

  it('lists all problems at once, with place and fix', () => {
    const bad = {
      ...good,
      databse: {},
      masterKey: 'short',
      hubs: [
        { ...standard, issuer: 'http://a.example/api/v2', listen: { port: 0 } },
        { ...plus, colour: 'red' },
      ],
      portal: { ...good.portal, band: 'demonstration' },
      development: { allowHttp: true },
    };
    const { problems } = check(bad);
    expect(problems.map(({ path }) => path).sort()).toEqual([
      'databse',
      'development',
      'hubs[0].issuer',
      'hubs[0].listen.port',
      'hubs[1].colour',
      'masterKey',
      'portal.band',
    ]);
    for (const { says, fix } of problems) expect([says, fix].every((text) => text.length > 5)).toBe(true);
  });

  it('quotes no value in its problems', () => {
    const secret = 'a-secret-that-must-not-be-read';
    const bad = {
      ...good,
      masterKey: secret,
      database: { url: secret },
      mail: { ...good.mail, smtpUrl: secret },
      inflight: { kind: secret },
      logLevel: secret,
    };
    expect(JSON.stringify(check(bad).problems)).not.toContain(secret);
    expect(() => readConfiguration(write(JSON.stringify(bad)), {})).toThrow(UsageError);
  });

  it.each(['database', 'masterKey', 'inflight', 'register', 'mail', 'hubs'] as const)('needs %s', (name) => {
    const found = check(without(name)).problems;
    expect(found.map(({ path }) => path)).toContain(name);
    expect(found.find(({ path }) => path === name)?.says).toBe('is missing');
  });

  it.each([
    ['', 'cannot be read'],
    ['{', 'is not JSON'],
    ['', 'is not JSON'],
  ])('that is no JSON, or no file, is reported: %s', (text, says) => {
    const file = says === 'cannot be read' ? join(folder, 'nowhere') : write(text);
    const [first] = checkConfiguration(file, {}).problems;
    expect(first?.says).toContain(says);
  });

  it.each([
    [null],
    [[]],
    ['text'],
    [{ ...good, hubs: 'none' }],
    [{ ...good, hubs: [null] }],
    [{ ...good, hubs: [] }],
  ])('of another shape is refused: %j', (value) => {
    expect(check(value).problems.length).toBeGreaterThan(0);
  });
});

describe('production', () => {
  const hubs = (issuer: string) => ({ ...good, hubs: [{ ...standard, issuer }, plus] });
  it.each([
    ['hubs[0].issuer', hubs('http://a.example/api/v2')],
    ['hubs[0].issuer', hubs('HTTP://a.example/api/v2')],
    ['hubs[0].issuer', hubs('https://localhost/api/v2')],
    ['hubs[0].issuer', hubs('https://127.0.0.1:8000/api/v2')],
    ['hubs[0].issuer', hubs('https://[::1]/api/v2')],
    ['hubs[0].issuer', hubs('https://a.localhost/api/v2')],
    ['portal.origin', { ...good, portal: { ...good.portal, origin: 'http://p.example' } }],
    ['portal.band', { ...good, portal: { ...good.portal, band: 'demonstration' } }],
    ['development', { ...good, development: {} }],
    ['register.production', { ...good, register: {} }],
    ['register.production.url', { ...good, register: { production: { url: 'none' } } }],
    ['register.production.url', { ...good, register: { production: { url: 'http://register.example/' } } }],
    ['masterKey', { ...good, masterKey: Buffer.alloc(32).toString('base64') }],
    ['masterKey', { ...good, masterKey: Buffer.alloc(32, 7).toString('base64') }],
  ])('refuses a value for tests: %s', (place, value) => {
    expect(placesOf(value)).toEqual([place]);
  });

  const database = (url: string) => ({ ...good, database: { url } });
  const inflight = (settings: object) => ({ ...good, inflight: settings });
  const away = [{ host: '10.0.0.4' }];
  it.each([
    ['database.url', database('postgres://db.example/garance')],
    ['database.url', database('postgres://db.example/garance?sslmode=require')],
    ['database.url', database('postgres://db.example/garance?sslmode=Verify-Full')],
    ['database.url', database('postgres://db.example/garance?sslmode=verify-ca')],
    ['database.url', database('postgres://127.0.0.1.example/garance')],
    ['database.url', database('postgres://localhost/garance?host=db.example')],
    ['inflight', inflight({ kind: 'single', host: 'valkey.example' })],
    ['inflight', inflight({ kind: 'cluster', nodes: [{ host: '127.0.0.1' }, ...away] })],
    ['inflight', inflight({ kind: 'sentinel', primaryName: 'a', sentinels: away })],
  ])('refuses a store on another machine without TLS, unless the network encrypts: %s %j', (place, value) => {
    expect(placesOf(value)).toEqual([place]);
    expect(placesOf({ ...value, storesWithoutTls: true })).toEqual([]);
  });

  it.each([
    database('postgres://127.0.0.1:5432/garance'),
    database('postgres://localhost/garance'),
    database('postgres://[::1]/garance'),
    database('postgres:///garance?host=/run/postgresql'),
    inflight({ kind: 'single', host: 'localhost' }),
    inflight({ kind: 'cluster', nodes: [{ host: '127.0.0.1' }, { host: '::1' }] }),
    inflight({ kind: 'cluster', nodes: away, tls: {} }),
  ])('takes a store of this machine, or one with TLS: %j', (value) => {
    expect(placesOf(value)).toEqual([]);
  });

  it('accepts such values in integration', () => {
    const trial = {
      ...good,
      development: { allowHttp: true, allowPrivateAddresses: true },
      register: { integration: { url: 'http://127.0.0.1:1/' } },
      hubs: good.hubs.map((hub) => ({
        ...hub,
        environment: 'integration',
        issuer: `http://localhost:1/${hub.platform}`,
      })),
      portal: { ...good.portal, origin: 'http://localhost:2', band: 'demonstration' },
    };
    expect(placesOf(trial)).toEqual([]);
    expect(placesOf({ ...trial, register: { integration: { url: 'none' } } })).toEqual([]);
  });
});

describe('rules between settings', () => {
  it.each([
    ['hubs[2]', { ...good, hubs: [standard, plus, standard] }],
    ['portal.internal.port', { ...good, portal: { ...good.portal, internal: { port: 8020 } } }],
    ['hubs[0].internal.port', { ...good, hubs: [{ ...standard, internal: { port: 8000 } }, plus] }],
    ['hubs', { ...good, hubs: [standard] }],
    ['worker', without('portal')],
    ['hubs[0].issuer', { ...good, hubs: [{ ...standard, issuer: 'https://a.example/api/v2/' }, plus] }],
    ['inflight.port', { ...good, inflight: { kind: 'single', host: 'a', port: 65_536, tls: {} } }],
    ['inflight.nodes', { ...good, inflight: { kind: 'cluster', nodes: [] } }],
    ['database.url', { ...good, database: { url: 'pglite:/data' } }],
  ])('name the place: %s', (place, value) => {
    expect(placesOf(value)).toEqual([place]);
  });

  it.each([
    [{ kind: 'memory' }],
    [{ kind: 'cluster', nodes: [{ host: 'a' }, { host: 'b', port: 7000 }], tls: {}, username: 'garance' }],
    [{ kind: 'sentinel', primaryName: 'garance', sentinels: [{ host: 'a' }], tls: {} }],
  ])('allow every kind of in-flight store: %j', (inflight) => {
    expect(placesOf({ ...good, inflight })).toEqual([]);
  });
});

describe('a secret in a separate file', () => {
  const bare = { ...without('masterKey') };

  it.each([0o600, 0o400, 0o440, 0o640])('is read when others cannot, mode %o', (mode) => {
    const checked = check({ ...bare, masterKeyFile: write(`${masterKey}\n`, mode) });
    expect(checked).toMatchObject({ problems: [], configuration: { masterKey } });
  });

  it.each([0o644, 0o604, 0o602, 0o620, 0o601, 0o666])(
    'is refused when others can read or change it, mode %o',
    (mode) => {
      expect(placesOf({ ...bare, masterKeyFile: write(masterKey, mode) })).toEqual(['masterKeyFile']);
    },
  );

  it('gives one problem when it is unreadable, is an empty path, is too large, or is given twice', () => {
    const bads = [join(folder, 'nowhere'), folder, '', 7, write('x'.repeat(65_537))];
    for (const masterKeyFile of bads) expect(placesOf({ ...bare, masterKeyFile })).toEqual(['masterKeyFile']);
    expect(placesOf({ ...good, masterKeyFile: write(masterKey) })).toContain('masterKeyFile');
  });

  it('is found relative to the configuration, and in the credentials of systemd', () => {
    const name = write(masterKey).slice(folder.length + 1);
    expect(placesOf({ ...bare, masterKeyFile: name })).toEqual([]);
    const masterKeyFile = ['$', '{CREDENTIALS_DIRECTORY}/', name].join('');
    expect(placesOf({ ...bare, masterKeyFile }, { CREDENTIALS_DIRECTORY: folder })).toEqual([]);
  });

  it('may be nested, and certificates may be readable by all', () => {
    const value = {
      ...good,
      inflight: {
        kind: 'single',
        host: 'a',
        passwordFile: write('p'),
        tls: { caFile: write('-----BEGIN', 0o644) },
      },
    };
    const checked = check(value);
    expect(checked).toMatchObject({
      configuration: { inflight: { password: 'p', tls: { ca: '-----BEGIN' } } },
    });
  });

  it('must not be inline in a configuration that others can read', () => {
    const { problems } = check(
      { ...good, database: { url: 'postgres://u:p@db.example/g?sslmode=verify-full' } },
      {},
      0o644,
    );
    expect(problems.map(({ path }) => path).sort()).toEqual(['database.url', 'masterKey']);
    expect(check({ ...bare, masterKeyFile: write(masterKey) }, {}, 0o644).problems).toEqual([]);
  });

  it('is possible for every secret setting', () => {
    expect(fileFields).toMatchObject({
      masterKey: 'secret',
      password: 'secret',
      clientSecret: 'secret',
      ca: 'public',
    });
  });
});

describe('the environment', () => {
  it('replaces values of the file, in either form', () => {
    const other = Buffer.from(masterKey, 'base64').reverse().toString('base64');
    const values: Readonly<Record<string, string>> = {
      GARANCE_DATABASE_URL: 'postgres://other.example/g?sslmode=verify-full',
      GARANCE_MASTER_KEY: other,
      GARANCE_OTHER_MASTER_KEY: masterKey,
      GARANCE_PKCS11_PIN: '9876',
      GARANCE_INFLIGHT_PASSWORD: 'p',
      GARANCE_SMTP_URL: 'smtp://other.example',
      GARANCE_LOG_LEVEL: 'error',
    };
    expect(Object.keys(values).sort()).toEqual(variables.map(({ name }) => name).sort());
    const expected = {
      database: { url: 'postgres://other.example/g?sslmode=verify-full' },
      masterKey: other,
      otherMasterKey: masterKey,
      keys: { pkcs11: { pin: '9876' } },
      inflight: { password: 'p' },
      mail: { smtpUrl: 'smtp://other.example' },
      logLevel: 'error',
    };
    const { masterKey: _, ...bare } = good;
    const keys = { pkcs11: { modulePath: process.execPath, tokenLabel: 'garance' } };
    const withFile = { ...bare, keys, masterKeyFile: join(folder, 'nowhere') };
    expect(check(withFile, values)).toMatchObject({ problems: [], configuration: expected });
    const secrets = Object.entries(values).filter(([name]) => name !== 'GARANCE_LOG_LEVEL');
    const files = secrets.map(([name, value]) => [`${name}_FILE`, write(value)]);
    expect(check(withFile, Object.fromEntries(files))).toMatchObject({
      problems: [],
      configuration: { masterKey: other },
    });
  });

  it('is checked like the file, and an empty variable counts as absent', () => {
    expect(placesOf(good, { GARANCE_LOG_LEVEL: 'loud' })).toEqual(['logLevel']);
    expect(placesOf(good, { GARANCE_MASTER_KEY: '', GARANCE_MASTER_KEY_FILE: '' })).toEqual([]);
    expect(placesOf({ ...good, mail: 'none' }, { GARANCE_SMTP_URL: 'smtp://a.example' })).toEqual(['mail']);
  });
});

describe('the keys of hubs', () => {
  const pkcs11 = { modulePath: process.execPath, tokenLabel: 'garance', pin: '1234' };
  const withToken = (changes: object) => ({ ...good, keys: { pkcs11: { ...pkcs11, ...changes } } });

  it('are in software without the section, and in the token with it', () => {
    expect(check(good)).toMatchObject({ problems: [], configuration: { keys: {} } });
    const pinFile = write('4321\n');
    const { pin: _, ...bare } = pkcs11;
    expect(check({ ...good, keys: { pkcs11: { ...bare, pinFile } } })).toMatchObject({
      problems: [],
      configuration: {
        keys: { pkcs11: { pin: '4321', sessions: 4, callTimeoutMs: 2_000, softwareAlgorithms: [] } },
      },
    });
  });

  it.each([
    ['a relative path', { modulePath: 'libsofthsm2.so' }, 'modulePath'],
    ['a library that is not there', { modulePath: '/nowhere/lib.so' }, 'modulePath'],
    ['a label of 33 characters', { tokenLabel: 'x'.repeat(33) }, 'tokenLabel'],
    ['no label', { tokenLabel: '' }, 'tokenLabel'],
    ['no PIN', { pin: undefined }, 'pin'],
    ['a PIN of three digits', { pin: '123' }, 'pin'],
    ['no session', { sessions: 0 }, 'sessions'],
    ['an unknown algorithm', { softwareAlgorithms: ['RSA1_5'] }, 'softwareAlgorithms[0]'],
    ['an unknown setting', { slot: 0 }, 'slot'],
    [
      'nothing left to the token',
      { softwareAlgorithms: ['ES256', 'RS256', 'ECDH-ES', 'RSA-OAEP', 'RSA-OAEP-256'] },
      'softwareAlgorithms',
    ],
  ])('refuse %s', (_what, changes, place) => {
    expect(placesOf(withToken(changes))).toEqual([`keys.pkcs11.${place}`]);
  });

  it('never reveal a PIN, whose file must not be readable by others', () => {
    const open = write('1234', 0o644);
    const { pin: _, ...bare } = pkcs11;
    expect(placesOf({ ...good, keys: { pkcs11: { ...bare, pinFile: open } } })).toEqual([
      'keys.pkcs11.pinFile',
    ]);
    expect(check(withToken({}), {}, 0o644).problems.map(({ path }) => path)).toContain('keys.pkcs11.pin');
    expect(JSON.stringify(check(withToken({ pin: '987', sessions: 0 })).problems)).not.toContain('987');
  });
});

describe('a second master key', () => {
  it('has 32 bytes and differs from the first', () => {
    const other = Buffer.from(masterKey, 'base64').reverse().toString('base64');
    expect(placesOf({ ...good, otherMasterKey: other })).toEqual([]);
    for (const otherMasterKey of [masterKey, 'AAAA', '']) {
      expect(placesOf({ ...good, otherMasterKey })).toEqual(['otherMasterKey']);
    }
  });
});
