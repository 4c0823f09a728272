/** The claims that the broker passes on. */
export interface Identity {
  readonly given_name: string;
  readonly family_name: string;
  readonly birthdate: string;
  readonly gender: string;
  readonly birthplace: string;
  readonly birthcountry: string;
  readonly email: string;
}

/** The civil register, answered from memory as for the hub's own target. */
export interface CivilRegister {
  lookUp(identity: Identity): Promise<'found' | 'not-found'>;
}

const name = /^[\p{Script=Latin}][\p{Script=Latin} '’-]{0,255}$/u;
const rules: Readonly<Record<keyof Identity, RegExp>> = {
  given_name: name,
  family_name: name,
  birthdate: /^\d{4}-\d\d-\d\d$/,
  gender: /^(?:female|male|unspecified)$/,
  birthplace: /^(?:\d{5}|2[AB]\d{3})?$/,
  birthcountry: /^99\d{3}$/,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
};

/** The identity in a userinfo answer; throws the name of the first attribute that breaks its rule. */
export function readIdentity(claims: Readonly<Record<string, unknown>>): Identity {
  const identity: Record<string, string> = {};
  for (const [attribute, rule] of Object.entries(rules)) {
    const value = claims[attribute];
    if (typeof value !== 'string' || !rule.test(value)) throw new Error(`invalid ${attribute}`);
    identity[attribute] = value;
  }
  return identity as unknown as Identity;
}
