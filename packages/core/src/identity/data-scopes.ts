/**
 * Scopes by which FranceConnect v2 gives access to data of other administrations: income, student grants, social
 * benefits. This hub serves none of them. Unknown scopes are ignored; ignoring these would let a service believe that it
 * has access, so a request with one of them is refused.
 *
 * Names: `back/libs/scopes/src/data/<family>/<family>.claims.ts` of github.com/france-connect/sources, at fbf65bf.
 */
interface DataScopeFamily {
  readonly family: string;
  readonly prefixes: readonly string[];
  /** Names without the family's prefix. */
  readonly names?: readonly string[];
}

const families: readonly DataScopeFamily[] = [
  { family: 'ants', prefixes: ['ants_'] },
  { family: 'asc', prefixes: ['gip_mds_'] },
  {
    family: 'cnaf-msa',
    prefixes: ['cnaf_'],
    names: [
      'allocation_adulte_handicape',
      'allocation_soutien_familial',
      'prime_activite',
      'prime_activite_majoration',
      'revenu_solidarite_active',
      'revenu_solidarite_active_majoration',
    ],
  },
  { family: 'cnam', prefixes: ['cnam_'], names: ['droits_assurance_maladie'] },
  { family: 'cnous', prefixes: ['cnous_'] },
  { family: 'dgfip', prefixes: ['dgfip_'] },
  { family: 'dsnj', prefixes: ['dsnj_'] },
  { family: 'dss', prefixes: [], names: ['complementaire_sante_solidaire'] },
  { family: 'ft', prefixes: ['api_fc-'] },
  { family: 'mesri', prefixes: ['mesri_'] },
  { family: 'mi', prefixes: ['mi_'] },
];

/**
 * The family that a scope belongs to; undefined for any other text. Case is ignored, so that a data scope with wrong
 * case is refused too.
 */
export function findDataScopeFamily(scope: string): string | undefined {
  const name = scope.toLowerCase();
  return families.find(
    ({ prefixes, names = [] }) => prefixes.some((prefix) => name.startsWith(prefix)) || names.includes(name),
  )?.family;
}
