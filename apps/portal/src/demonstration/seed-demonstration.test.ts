import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPortal, type TestPortal } from '../testing/portal-fixture.ts';
import { seedDemonstration } from './seed-demonstration.ts';
import type { DemonstrationAccount } from './seed-people.ts';

const totpSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const accounts: readonly DemonstrationAccount[] = [
  { role: 'owner', email: 'owner@demo.example', name: 'Ola Un', totpSecret },
  { role: 'technical-contact', email: 'tech@demo.example', name: 'Théo Deux', totpSecret },
  { role: 'reader', email: 'reader@demo.example', name: 'Léa Trois' },
  { role: 'legal-reviewer', email: 'legal@demo.example', name: 'Jo Quatre', totpSecret },
  { role: 'qualification-officer', email: 'officer@demo.example', name: 'Quin Cinq', totpSecret },
];

let portal: TestPortal;

beforeAll(async () => {
  portal = await createTestPortal();
  await seedDemonstration(portal.deps, accounts);
});
afterAll(async () => {
  await portal?.close();
});

async function services() {
  const tables = portal.store.portal;
  const organisation = await tables.organisations.findProven('21990000100013');
  const found = await tables.services.ofOrganisations([organisation?.id ?? ''], { limit: 50 });
  return Promise.all(
    found.map(async ({ id, name }) => ({
      name,
      request: (await tables.requests.ofService(id))[0]?.state,
      published: (
        await tables.registrationDrafts.current(id, { platform: 'standard', environment: 'integration' })
      )?.status,
      qualification: (await tables.qualifications.findFor(id, 'standard'))?.state,
      production: (await tables.productions.findFor(id, 'standard'))?.state,
      live: (await tables.registrationDrafts.current(id, { platform: 'standard', environment: 'production' }))
        ?.status,
    })),
  );
}

describe('the demonstration', () => {
  it('has a service at every stage', async () => {
    const none = {
      published: undefined,
      qualification: undefined,
      production: undefined,
      live: undefined,
    };
    const validated = { ...none, request: 'validated', published: 'active' };
    expect((await services()).sort((a, b) => a.name.localeCompare(b.name))).toEqual([
      { ...none, name: 'Aide au permis de conduire', request: 'changes_requested' },
      { ...none, name: 'Carte de stationnement', request: 'submitted' },
      { ...validated, name: 'Dossier de subvention', qualification: 'submitted' },
      { ...none, name: 'Inscription à la bibliothèque', request: 'draft' },
      {
        ...validated,
        name: 'Portail des familles',
        qualification: 'qualified',
        production: 'active',
        live: 'active',
      },
      { ...none, name: 'Prise de rendez-vous en mairie', request: 'validated' },
      { ...validated, name: 'Suivi des déchets' },
    ]);
  });

  it('leaves an audit chain that verifies, and sends no mail', async () => {
    expect(await portal.store.portal.audit.verify()).not.toHaveProperty('brokenAt');
    expect(await portal.mails()).toEqual([]);
  });

  it('sets the second factors that are configured, and no others', async () => {
    const { people, totpFactors } = portal.store.portal;
    const secretOf = async (email: string) => totpFactors.find((await people.findByEmail(email))?.id ?? '');
    expect(await secretOf('legal@demo.example')).toBe(totpSecret);
    expect(await secretOf('reader@demo.example')).toBeUndefined();
  });

  it('is created once', async () => {
    expect(await seedDemonstration(portal.deps, accounts)).toBe(false);
    expect(await services()).toHaveLength(7);
  });
});
