import { createHash, createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GaranceError } from '../errors/catalogue.ts';
import type { PivotIdentity } from '../identity/identity.ts';
import type { Sector } from '../registration.ts';
import { angela, anyPerson } from '../testing/identity-fixtures.ts';
import { personFingerprint } from './person-fingerprint.ts';
import { overrideKey, type SubjectKeys, subjectFor } from './subject.ts';

const keys = {
  g1: new Uint8Array(32).fill(1),
  fc1Secret: 'imported-secret',
  override: new Uint8Array(32).fill(2),
  history: new Uint8Array(32).fill(3),
} satisfies SubjectKeys;
const taxes: Sector = { algorithm: 'g1', id: 'sector-taxes' };
const older: Sector = { algorithm: 'fc1', id: 'sector-older', entityId: 'entity-1' };
const none = new Map<string, string>();

const subject = (
  person: PivotIdentity,
  sector: Sector = taxes,
  overrides: ReadonlyMap<string, string> = none,
) => subjectFor({ sector, person, keys, overrides });

/** A second implementation from the specification, different from the code under test. */
function field(value: string): Buffer {
  const bytes = new TextEncoder().encode(value);
  const size = bytes.length;
  return Buffer.from([(size >>> 24) & 255, (size >>> 16) & 255, (size >>> 8) & 255, size & 255, ...bytes]);
}

function g1Oracle(key: Uint8Array, sectorId: string, values: string[]): string {
  const message = Buffer.concat(['g1', 'civil-register', sectorId, ...values].map(field));
  return `${createHmac('sha256', key).update(message).digest('hex')}v1`;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

function fc1Oracle(entityId: string, latin1: string, secret: string): string {
  const inner = sha256(Uint8Array.from([...latin1].map((c) => c.charCodeAt(0) % 256)));
  return `${sha256(new TextEncoder().encode(entityId + inner.toString('base64') + secret)).toString('hex')}v1`;
}

describe('g1', () => {
  test('is the formula of the specification', () => {
    const values = ['Angela Claire Louise', 'DUBOIS', '1962-08-24', 'female', '75107', '99100'];
    expect(subject(angela)).toBe(g1Oracle(keys.g1, 'sector-taxes', values));
  });

  // The two literal subjects were computed with another program (Python's hmac and hashlib).
  test('never changes: every existing subject depends on it', () => {
    expect(subject(angela)).toBe('280a62b54646e3f7016cc8446bb51fe58994dc246bb9118f26a5411b13d86c36v1');
  });

  test('leaves the birthplace out when born abroad', () => {
    const abroad = { ...angela, birthcountry: '99352', birthplace: '' };
    const values = ['Angela Claire Louise', 'DUBOIS', '1962-08-24', 'female', '', '99352'];
    expect(subject(abroad)).toBe(g1Oracle(keys.g1, 'sector-taxes', values));
    expect(subject({ ...abroad, birthplace: '75107' })).toBe(subject(abroad));
  });

  test('is 64 hexadecimal characters and v1', () => {
    fc.assert(
      fc.property(anyPerson, (person) => {
        expect(subject(person)).toMatch(/^[0-9a-f]{64}v1$/);
      }),
      { numRuns: 100 },
    );
  });

  test('is the same for the same person, however its letters are composed', () => {
    fc.assert(
      fc.property(anyPerson, (person) => {
        const decomposed = {
          ...person,
          givenName: person.givenName.normalize('NFD'),
          familyName: person.familyName.normalize('NFD'),
        };
        expect(subject(decomposed)).toBe(subject(structuredClone(person)));
      }),
      { numRuns: 300 },
    );
  });

  test('differs for two different persons', () => {
    const counted = (p: PivotIdentity) =>
      JSON.stringify([
        p.givenName.normalize('NFC'),
        p.familyName.normalize('NFC'),
        p.birthdate,
        p.gender,
        p.birthcountry === '99100' ? p.birthplace : '',
        p.birthcountry,
      ]);
    fc.assert(
      fc.property(anyPerson, anyPerson, (a, b) => {
        expect(subject(a) === subject(b)).toBe(counted(a) === counted(b));
      }),
      { numRuns: 500 },
    );
  });

  test('does not confuse the boundary between two names', () => {
    expect(subject({ ...angela, givenName: 'Jean', familyName: 'PAUL' })).not.toBe(
      subject({ ...angela, givenName: 'JeanP', familyName: 'AUL' }),
    );
  });

  test('differs between environments, whose keys differ', () => {
    const other = { ...keys, g1: new Uint8Array(32).fill(9) };
    expect(subjectFor({ sector: taxes, person: angela, keys: other, overrides: none })).not.toBe(
      subject(angela),
    );
  });

  test.each([0, 31])('refuses a key of %d bytes', (size) => {
    const short = { ...keys, g1: new Uint8Array(size) };
    expect(() => subjectFor({ sector: taxes, person: angela, keys: short, overrides: none })).toThrow(
      new GaranceError('identity.subject_unconfigured', { detail: 'key' }),
    );
  });

  test('is the same under a key as KeyObject, whose length is checked too', () => {
    const under = (g1: Uint8Array) =>
      subjectFor({
        sector: taxes,
        person: angela,
        keys: { ...keys, g1: createSecretKey(g1) },
        overrides: none,
      });
    expect(under(keys.g1)).toBe(subject(angela));
    expect(() => under(new Uint8Array(31).fill(1))).toThrow(
      new GaranceError('identity.subject_unconfigured', { detail: 'key' }),
    );
  });
});

describe('given names as a list', () => {
  const listed = { ...angela, givenNames: ['Angela Claire', 'Louise'] };

  test('change no subject and no fingerprint: only the joined names count', () => {
    for (const sector of [taxes, older]) expect(subject(listed, sector)).toBe(subject(angela, sector));
    expect(personFingerprint(keys.history, listed)).toBe(personFingerprint(keys.history, angela));
    expect(overrideKey(keys.override, listed, 's')).toBe(overrideKey(keys.override, angela, 's'));
  });
});

describe('attack 22: a person whom no register confirmed', () => {
  const unconfirmed = (sector: Sector, person = angela, overrides = none) =>
    subjectFor({ sector, person, source: 'provider-alone', keys, overrides });

  test('has a g1 subject of a separate kind in every sector', () => {
    const values = ['Angela Claire Louise', 'DUBOIS', '1962-08-24', 'female', '75107', '99100'];
    for (const sector of [taxes, older]) {
      const message = Buffer.concat(['g1', 'provider-alone', sector.id, ...values].map(field));
      expect(unconfirmed(sector)).toBe(`${createHmac('sha256', keys.g1).update(message).digest('hex')}v1`);
    }
  });

  test('never has the subject of a person of the register, in any sector', () => {
    const sectors = fc.constantFrom<Sector>(taxes, older, { algorithm: 'g1', id: 'provider-alone' });
    fc.assert(
      fc.property(sectors, sectors, anyPerson, anyPerson, (a, b, first, second) => {
        for (const person of [first, second]) {
          expect(unconfirmed(a, first)).not.toBe(subject(person, b));
          expect(personFingerprint(keys.history, first, 'provider-alone')).not.toBe(
            personFingerprint(keys.history, person),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  test('never receives an overriding subject, which belongs to persons of the register', () => {
    for (const sector of [taxes, older]) {
      const overrides = new Map([[overrideKey(keys.override, angela, sector.id), 'inherited-subject']]);
      expect(subject(angela, sector, overrides)).toBe('inherited-subject');
      expect(unconfirmed(sector, angela, overrides)).toBe(unconfirmed(sector));
    }
  });

  test('needs no secret of the older platform', () => {
    const { fc1Secret: _, ...others } = keys;
    const input = { sector: older, person: angela, keys: others, overrides: none } as const;
    expect(subjectFor({ ...input, source: 'provider-alone' })).toBe(unconfirmed(older));
  });

  test('counts as one of the register when no source is given: existing subjects do not change', () => {
    for (const sector of [taxes, older]) {
      expect(subjectFor({ sector, person: angela, source: 'civil-register', keys, overrides: none })).toBe(
        subject(angela, sector),
      );
    }
    expect(personFingerprint(keys.history, angela, 'civil-register')).toBe(
      personFingerprint(keys.history, angela),
    );
  });
});

describe('sectors', () => {
  test('two sectors never see the same subject of one person', () => {
    const id = fc.string({ unit: fc.constantFrom('a', 'b', '1'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(id, id, anyPerson, (a, b, person) => {
        const [first, second] = [a, b].map((id) => subject(person, { algorithm: 'g1', id }));
        expect(first === second).toBe(a === b);
      }),
      { numRuns: 300 },
    );
  });

  test('the common identifier is one sector on both platforms', () => {
    const onStandard = subject(angela, { algorithm: 'g1', id: 'sector-common' });
    const onPlus = subject(angela, { algorithm: 'g1', id: 'sector-common' });
    expect(onPlus).toBe(onStandard);
    expect(subject(angela, { algorithm: 'g1', id: 'sector-plus' })).not.toBe(onStandard);
  });
});

describe('fc1', () => {
  test('is the older platform’s formula', () => {
    const text = 'Angela Claire LouiseDUBOIS1962-08-24female7510799100';
    expect(subject(angela, older)).toBe(fc1Oracle('entity-1', text, 'imported-secret'));
  });

  test('never changes, because services have stored its subjects', () => {
    expect(subject(angela, older)).toBe('6aed12cc47a9112feb077991e1d2677d16bbb2e8ebc0fc07721cff9219053368v1');
  });

  test('reads text as ISO 8859-1 and takes the low byte of other characters', () => {
    const person = { ...angela, givenName: 'Hélène', familyName: 'NŒL' };
    expect(subject(person, older)).toBe(
      fc1Oracle('entity-1', 'HélèneNŒL1962-08-24female7510799100', 'imported-secret'),
    );
    expect(subject({ ...person, givenName: person.givenName.normalize('NFD') }, older)).toBe(
      subject(person, older),
    );
  });

  test('leaves the birthplace out when born abroad', () => {
    expect(subject({ ...angela, birthcountry: '99352' }, older)).toBe(
      fc1Oracle('entity-1', 'Angela Claire LouiseDUBOIS1962-08-24female99352', 'imported-secret'),
    );
  });

  test('takes presumed dates in the register’s form', () => {
    expect(subject({ ...angela, birthdate: '1962-00-00' }, older)).toBe(
      fc1Oracle('entity-1', 'Angela Claire LouiseDUBOIS1962-01-01female7510799100', 'imported-secret'),
    );
  });

  test('differs by entity, independent of the sector’s id', () => {
    expect(subject(angela, { ...older, entityId: 'entity-2' })).not.toBe(subject(angela, older));
    expect(subject(angela, { ...older, id: 'sector-renamed' })).toBe(subject(angela, older));
  });

  test.each([['missing', {}] as const, ['empty', { fc1Secret: '' }] as const])(
    'is refused when its secret is %s',
    (_, secret) => {
      const { fc1Secret: __, ...others } = keys;
      const unconfigured = { ...others, ...secret };
      expect(() =>
        subjectFor({ sector: older, person: angela, keys: unconfigured, overrides: none }),
      ).toThrow(new GaranceError('identity.subject_unconfigured', { detail: 'fc1Secret' }));
    },
  );
});

describe('overriding subjects', () => {
  const overrides = new Map([[overrideKey(keys.override, angela, taxes.id), 'inherited-subject']]);

  test('replace the computed subject of that person in that sector', () => {
    expect(subject(angela, taxes, overrides)).toBe('inherited-subject');
    const onOlder = new Map([[overrideKey(keys.override, angela, older.id), 'inherited-subject']]);
    expect(subject(angela, older, onOlder)).toBe('inherited-subject');
  });

  test('change no other person and no other sector', () => {
    const twin = { ...angela, givenName: 'Angèle' };
    expect(subject(twin, taxes, overrides)).toBe(subject(twin));
    expect(subject(angela, older, overrides)).toBe(subject(angela, older));
  });

  test('cost nothing when there are none: their key is not used', () => {
    const keyless = { ...keys, override: new Uint8Array(0) };
    expect(subjectFor({ sector: taxes, person: angela, keys: keyless, overrides: none })).toBe(
      subject(angela),
    );
  });

  test('are keyed by the fingerprint under the override key and the sector', () => {
    expect(overrideKey(keys.override, angela, 's1')).toBe(`${personFingerprint(keys.override, angela)}|s1`);
  });
});

describe('a person’s fingerprint', () => {
  test('is an HMAC of the person under its own key', () => {
    const values = ['person', 'Angela Claire Louise', 'DUBOIS', '1962-08-24', 'female', '75107', '99100'];
    const expected = createHmac('sha256', keys.history)
      .update(Buffer.concat(values.map(field)))
      .digest('hex');
    expect(personFingerprint(keys.history, angela)).toBe(expected);
    expect(personFingerprint(keys.override, angela)).not.toBe(expected);
  });

  test('is not the subject without its suffix, even under the same key', () => {
    expect(subject(angela)).not.toContain(personFingerprint(keys.g1, angela));
  });

  test('is refused under a short key', () => {
    expect(() => personFingerprint(new Uint8Array(31), angela)).toThrow(GaranceError);
  });
});
