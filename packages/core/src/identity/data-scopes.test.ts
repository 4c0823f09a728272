import { describe, expect, test } from 'vitest';
import { findDataScopeFamily } from './data-scopes.ts';
import { knownScopes } from './scopes.ts';

/** One or more of each family, as FranceConnect v2 writes them. */
const served: Readonly<Record<string, readonly string[]>> = {
  ants: ['ants_extrait_immatriculation_vehicule_identite_particulier'],
  asc: ['gip_mds_service_civique_dates'],
  'cnaf-msa': ['cnaf_quotient_familial', 'prime_activite', 'revenu_solidarite_active_majoration'],
  cnam: ['cnam_paiements_ij', 'droits_assurance_maladie'],
  cnous: ['cnous_statut_boursier', 'cnous_ville_etudes'],
  dgfip: ['dgfip_rfr', 'dgfip_annee_n_moins_1', 'DGFIP_RFR'],
  dsnj: ['dsnj_statut_service_national'],
  dss: ['complementaire_sante_solidaire'],
  ft: ['api_fc-liste-paiementsv1'],
  mesri: ['mesri_identite'],
  mi: ['mi_siv_carte_grise'],
};

describe('data scopes of FranceConnect', () => {
  test.each(Object.entries(served).flatMap(([family, scopes]) => scopes.map((scope) => [scope, family])))(
    '%s belongs to %s',
    (scope, family) => {
      expect(findDataScopeFamily(scope)).toBe(family);
    },
  );

  test.each([
    '',
    'phone',
    'offline_access',
    'dgfip',
    'cnous',
    'mi',
    'my_dgfip_rfr',
    'prime_activite_',
    '__proto__',
  ])('%j is not a data scope', (scope) => {
    expect(findDataScopeFamily(scope)).toBeUndefined();
  });

  test('no scope that a hub serves is a data scope', () => {
    const all = [...knownScopes('standard'), ...knownScopes('plus')];
    expect(all.filter((scope) => findDataScopeFamily(scope) !== undefined)).toEqual([]);
  });
});
