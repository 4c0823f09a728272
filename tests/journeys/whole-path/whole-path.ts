/** From the first visit to production credentials, with several people, on FranceConnect and on FranceConnect+. */
import { expect } from 'vitest';
import { createInspector, type Inspector } from '../inspector.ts';
import { story } from '../story.ts';
import { isKnown, tokenError } from './credentials.ts';
import { integrate } from './integration.ts';
import { meetPartner, type Partner } from './partner.ts';
import { acceptQualification, goLive, showMockUps, submitQualification } from './qualification.ts';
import {
  acceptInvitation,
  approveRequest,
  beginService,
  correctRequest,
  fillRequest,
  type Plot,
  sendRequest,
} from './request.ts';
import { createServiceSite } from './service-site.ts';

const plots: readonly Plot[] = [
  {
    platform: 'standard',
    siret: '21990000200011',
    organisation: 'Commune de Pastelière',
    service: 'Inscription à la crèche',
    applicant: { email: 'aurore@pasteliere.example', name: 'Aurore Bleuet' },
    technicalContact: { email: 'titouan@pasteliere.example', name: 'Titouan Renoncule' },
  },
  {
    platform: 'plus',
    siret: '21990000300019',
    organisation: 'Département de la Guède',
    service: 'Aide aux aidants',
    applicant: { email: 'gaspard@guede.example', name: 'Gaspard Ancolie' },
    technicalContact: { email: 'tiphaine@guede.example', name: 'Tiphaine Nigelle' },
  },
];

/**
 * Inspects each kind of page once. Not in the first ring, where `tests/portal-*` inspect every page of a stage.
 */
async function createOnceInspector(): Promise<Inspector> {
  if (process.env.GARANCE_TEST_RING === 'first') return { inspect: async () => {} };
  const inspector = await createInspector();
  const seen = new Set<string>();
  return {
    inspect: async (page, look) => {
      if (seen.has(look.name)) return;
      seen.add(look.name);
      await inspector.inspect(page, look);
    },
  };
}

const walk = story
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of fixtures from this pattern
  .extend('once', { scope: 'worker' }, async ({}) => createOnceInspector())
  .extend('staff', { scope: 'worker' }, async ({ federation, browser, once }, { onCleanup }) => {
    const stage = { federation, browser, inspector: once };
    const enter = async (role: string, path: string): Promise<Partner> => {
      const account = federation.run.partners.find((partner) => partner.role === role);
      const person = await meetPartner(stage);
      await person.opens(path);
      await person.signsIn(account?.email ?? '');
      await person.page.waitForURL('**/second-factor?**');
      await person.looksAt('second-factor');
      await person.showsSecondFactor(account?.totpSecret ?? '');
      await person.page.waitForURL(`**${path}`);
      return person;
    };
    const reviewer = await enter('legal-reviewer', '/review');
    const officer = await enter('qualification-officer', '/qualifications');
    onCleanup(async () => {
      await reviewer.leaves();
      await officer.leaves();
    });
    return { reviewer, officer };
  })
  .extend('partner', async ({ federation, browser, once }, { onCleanup }) => {
    const met: Partner[] = [];
    onCleanup(async () => {
      await Promise.all(met.map((partner) => partner.leaves()));
    });
    return async (): Promise<Partner> => {
      const partner = await meetPartner({ federation, browser, inspector: once });
      met.push(partner);
      return partner;
    };
  });

/** @param on platform of the walk */
export function describeWholePath(on: Plot['platform']): void {
  walk.for(plots.filter(({ platform }) => platform === on))(
    'from eligibility to production on $platform',
    { timeout: 600_000 },
    async (plot, { federation, browser, once, staff, partner }) => {
      const { platform } = plot;
      const level = platform === 'plus' ? 'substantiel (eidas2)' : 'faible (eidas1)';
      const { reviewer, officer } = staff;

      const applicant = await partner();
      const service = await beginService(applicant, plot);
      const path = await fillRequest(applicant, plot);
      await sendRequest(applicant, path);
      await correctRequest({ applicant, reviewer }, { path, plot, federation });
      await approveRequest(reviewer, path);
      const contact = await partner();
      await acceptInvitation(contact, { plot, federation });

      const site = await createServiceSite({ federation, browser, inspector: once }, platform);
      const integration = await integrate(contact, service, { platform, site });
      expect(integration.issuer).toBe(federation.run.hubs[platform].integration);
      await expect.poll(() => isKnown(integration, site), { timeout: 10_000 }).toBe(true);
      expect(await site.signsCitizenIn(integration)).toEqual({ level, familyName: 'Pourpre' });

      const stake = { service, platform, name: plot.service };
      const qualification = await showMockUps({ applicant, officer }, stake);
      await submitQualification(contact, federation, stake);
      await acceptQualification(officer, qualification);

      const production = await goLive(contact, stake);
      expect(production.issuer).toBe(federation.run.hubs[platform].production);
      expect(production.clientId).not.toBe(integration.clientId);
      await expect.poll(() => isKnown(production, site), { timeout: 10_000 }).toBe(true);
      expect(await site.signsCitizenIn(production)).toEqual({ level, familyName: 'Pourpre' });

      // Credentials of integration are invalid in production and on the other platform (security.md 14).
      const other = platform === 'plus' ? 'standard' : 'plus';
      for (const issuer of [production.issuer, federation.run.hubs[other].production]) {
        const astray = { ...integration, issuer };
        expect(await isKnown(astray, site)).toBe(false);
        expect(await tokenError(astray, site)).toBe('invalid_client');
      }
      expect(await tokenError(production, site)).toBe('invalid_grant');
    },
  );
}
