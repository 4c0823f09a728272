import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type CogTable, createGeography, parseProviderIdentity } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { demoAccountLines, demoPersons } from './cast.ts';
import { demoProviderIds } from './person.ts';

const cogFile = createRequire(import.meta.url).resolve('@garance/core/cog.json');
const geography = createGeography(JSON.parse(readFileSync(cogFile, 'utf8')) as CogTable);
const broken: Readonly<Record<string, string>> = { ulysse: 'birthplace', octave: 'birthdate' };

describe('the cast of the demo', () => {
  it('has at least sixteen persons, and several at each provider', () => {
    expect(demoPersons.length).toBeGreaterThanOrEqual(16);
    for (const id of demoProviderIds) {
      expect(demoAccountLines().filter(({ provider }) => provider === id).length).toBeGreaterThan(10);
    }
  });

  it('has unique persons', () => {
    expect(new Set(demoPersons.map(({ id }) => id)).size).toBe(demoPersons.length);
    const lines = demoAccountLines().map(({ provider, login }) => `${provider} ${login}`);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('asserts only identities that a hub accepts, except for the two that break a rule on purpose', () => {
    for (const { id, accounts } of demoPersons) {
      for (const { claims } of accounts) {
        const outcome = parseProviderIdentity({ ...claims }, geography);
        const attribute = broken[id];
        expect(outcome, id).toMatchObject(attribute === undefined ? { ok: true } : { ok: false, attribute });
      }
    }
  });

  it('has a former commune, and births abroad without a commune', () => {
    const places = demoPersons.flatMap(({ accounts }) => accounts.map(({ claims }) => claims.birthplace));
    expect(places).toContain('74011');
    expect(places).toContain('');
    expect(places.some((place) => place.startsWith('2A'))).toBe(true);
    expect(places.some((place) => place.startsWith('2B'))).toBe(true);
  });

  it('covers every answer of the register, and a death', () => {
    const answers = new Set(demoPersons.map(({ register }) => register.answer));
    expect([...answers].sort()).toEqual([
      'doubtful',
      'found',
      'not-found',
      'rectified',
      'several',
      'usage-name-only',
    ]);
    expect(demoPersons.filter(({ register }) => 'deceased' in register && register.deceased)).toHaveLength(1);
  });

  it('has two persons with one e-mail, and uses addresses in a reserved domain', () => {
    const emails = new Map<string, Set<string>>();
    for (const { id, accounts } of demoPersons) {
      for (const { claims } of accounts) {
        expect(claims.email).toMatch(/@courriel\.example$/);
        emails.set(claims.email, (emails.get(claims.email) ?? new Set()).add(id));
      }
    }
    expect([...emails.values()].filter((ids) => ids.size > 1)).toEqual([new Set(['line', 'roch'])]);
  });
});
