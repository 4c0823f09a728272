import { createGeography, type PivotIdentity, parseProviderIdentity } from '@garance/core';
import cog from '@garance/core/cog.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { maxWorker, type PersonId, personIds } from '../vocabulary/person.ts';
import { claimsOf, testPersons } from './persons.ts';

const geography = createGeography(cog);

function pivotOf(person: PersonId): PivotIdentity {
  const parsed = parseProviderIdentity(testPersons[person].claims, geography, {
    nowMs: Date.UTC(2026, 0, 1),
  });
  if (!parsed.ok) throw new Error(`${person}: ${parsed.attribute}`);
  return parsed.identity.pivot;
}

describe('test persons', () => {
  it.each(personIds)('%s holds to every rule of the pivot identity', (person) => {
    expect(pivotOf(person).familyName).not.toBe('');
  });

  it('are different people, except those who changed an e-mail or a name', () => {
    const pivots = personIds.filter((id) => id !== 'no-usage-name').map((id) => JSON.stringify(pivotOf(id)));
    expect(new Set(pivots).size).toBe(pivots.length - 2);
    expect(pivotOf('changed-email')).toEqual(pivotOf('plain'));
    expect(pivotOf('changed-name')).toEqual(pivotOf('plain'));
    expect(testPersons['changed-name'].claims.preferred_username).not.toBe(
      testPersons.plain.claims.preferred_username,
    );
    for (const alike of ['same-name', 'other-accent'] as const) {
      expect(pivotOf(alike).birthdate).toBe(pivotOf('plain').birthdate);
      expect(pivotOf(alike).familyName).toBe(pivotOf('plain').familyName);
    }
    expect(testPersons['changed-email'].claims.email).not.toBe(testPersons.plain.claims.email);
    expect(testPersons['same-email'].claims.email).toBe(testPersons.plain.claims.email);
  });

  it('are others for each worker, valid all, and the same as far as the day of birth', () => {
    const workers = Array.from({ length: maxWorker + 1 }, (_, worker) => worker);
    const days = workers.map((worker) => claimsOf('plain', worker).birthdate ?? '');
    expect(new Set(days).size).toBe(workers.length);
    for (const day of days) expect(day).toMatch(/^1984-03-(0[1-9]|1\d|2[0-8])$/);
    for (const worker of workers) {
      expect(claimsOf('changed-email', worker).birthdate).toBe(claimsOf('plain', worker).birthdate);
      expect({ ...claimsOf('plain', worker), birthdate: '' }).toEqual({
        ...testPersons.plain.claims,
        birthdate: '',
      });
      expect(claimsOf('presumed-date', worker)).toEqual(testPersons['presumed-date'].claims);
    }
    expect(claimsOf('plain')).toEqual(testPersons.plain.claims);
  });

  it('are each what they are there for', () => {
    expect(pivotOf('presumed-date').birthdate).toBe('1958-00-00');
    expect(pivotOf('corsican').birthplace).toBe('2A004');
    expect(pivotOf('born-abroad')).toMatchObject({ birthplace: '', birthcountry: '99139' });
    expect(pivotOf('accented').familyName).toMatch(/[^\x20-\x7e]/);
    expect(pivotOf('hyphenated').givenName).toContain('-');
    expect(pivotOf('straight-apostrophes').familyName).toContain("'");
    expect(pivotOf('accented').familyName).toContain('’');
    expect(pivotOf('one-letter')).toMatchObject({ givenName: 'Y', familyName: 'O' });
    expect(pivotOf('long-names').givenName.length).toBeGreaterThan(80);
    expect(pivotOf('presumed-day').birthdate).toBe('1958-03-00');
    expect(pivotOf('overseas').birthplace).toMatch(/^97/);
    expect(testPersons['no-usage-name'].claims).not.toHaveProperty('preferred_username');
    for (const text of Object.values(testPersons.markup.shown ?? {})) expect(text).toContain('<');
  });
});
