/** Invented persons of one service, who can sign in at the demo identity providers of the integration environment. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createGeography, GaranceError, parseProviderIdentity } from '@garance/core';
import cog from '@garance/core/cog.json' with { type: 'json' };
import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import type { Service } from '../service/table.ts';
import type { TestAccount } from './tables/test-accounts.ts';

/** Password of every test account; production hubs have no test accounts. */
export const testAccountPassword = 'garance';

const testAccountFields = [
  'given_name',
  'family_name',
  'birthdate',
  'gender',
  'birthplace',
  'birthcountry',
  'email',
  'preferred_username',
] as const;
type IdentityField = (typeof testAccountFields)[number];

const maxPerService = 20;
const geography = createGeography(cog);

export type IdentityAdded =
  | { readonly ok: true; readonly login: string }
  | { readonly ok: false; readonly attribute: IdentityField };

/**
 * Adds a test account whose identity satisfies every rule of the pivot identity.
 * @throws GaranceError `integration.too_many_test_identities`
 */
export async function addTestAccount(
  { store, clock }: Pick<PortalDeps, 'store' | 'clock'>,
  service: Pick<Service, 'id' | 'organisationId'>,
  typed: Readonly<Record<IdentityField, string>>,
): Promise<IdentityAdded> {
  const nowMs = clock.now();
  const checked = parseProviderIdentity(typed, geography, { nowMs });
  // A claim that a hub would drop silently is reported as an error of the form.
  const wrong = checked.ok ? checked.leftOut[0] : checked.attribute;
  if (wrong !== undefined) {
    return { ok: false, attribute: testAccountFields.find((field) => field === wrong) ?? 'given_name' };
  }
  const claims = Object.fromEntries(
    testAccountFields
      .filter((field) => field !== 'preferred_username' || typed[field] !== '')
      .map((field) => [field, typed[field].normalize('NFC')]),
  );
  const login = `essai-${randomBytes(4).toString('hex')}`;
  await store.portal.transaction(async (tables) => {
    if ((await tables.testAccounts.ofService(service.id)).length >= maxPerService) {
      throw new GaranceError('integration.too_many_test_identities');
    }
    await tables.testAccounts.create({
      id: randomUUID(),
      serviceId: service.id,
      organisationId: service.organisationId,
      login,
      claims,
      createdAtMs: nowMs,
    });
  });
  return { ok: true, login };
}

/** Every test account of the installation, for the demo identity providers and the demo civil register. */
export async function listTestAccounts(tables: {
  readonly testAccounts: Pick<PortalTables['testAccounts'], 'list'>;
}): Promise<readonly TestAccount[]> {
  const all: TestAccount[] = [];
  const limit = 500;
  for (;;) {
    const after = all.at(-1)?.id;
    const page = await tables.testAccounts.list({ limit, ...(after !== undefined && { after }) });
    all.push(...page);
    if (page.length < limit) return all;
  }
}
