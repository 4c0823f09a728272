import { type Claims, reservedIdentities } from '@garance/core';
import type { ClaimEdit, ClaimValue } from '../../vocabulary/fault.ts';
import { absent, mutate, type Others, type ValueKind } from '../../vocabulary/mutation.ts';

export interface EditInput {
  /** NumericDate. */
  readonly now: number;
  /** The same claim in other logins of this client. */
  others(name: string): Others;
}

export interface EditedClaims {
  readonly claims: Claims;
  /** Whether every edit could be made. */
  readonly made: boolean;
}

const kinds: Readonly<Record<string, ValueKind>> = {
  iss: 'issuer',
  aud: 'audience',
  azp: 'client',
  client_id: 'client',
  sub: 'subject',
  acr: 'level',
};

/** The claims as the fault wants them, before they are signed. */
export function editClaims(claims: Claims, edit: ClaimEdit | undefined, input: EditInput): EditedClaims {
  const dropped = new Set(edit?.drop ?? []);
  const edited = new Map(Object.entries(claims).filter(([name]) => !dropped.has(name)));
  let made = true;
  for (const [name, value] of Object.entries(edit?.set ?? {})) {
    const newValue = claimOf(value, { name, claims, input });
    if (newValue === undefined) made = false;
    else if (newValue === absent) edited.delete(name);
    else edited.set(name, newValue);
  }
  return { claims: Object.fromEntries(edited), made };
}

interface Edited {
  readonly name: string;
  readonly claims: Claims;
  readonly input: EditInput;
}

function claimOf(value: ClaimValue, { name, claims, input }: Edited): unknown {
  const truth = claims[name];
  if ('mutated' in value) {
    // An `azp` that is left out is the one audience (OpenID Connect Core §2).
    const known = String(truth ?? (name === 'azp' ? claims.aud : '') ?? '');
    return mutate(value.mutated, { kind: kinds[name] ?? 'opaque', truth: known, others: input.others(name) });
  }
  if ('reserved' in value) return reservedIdentities[value.reserved];
  if ('secondsFromNow' in value) return input.now + value.secondsFromNow;
  if ('inArray' in value) {
    return value.inArray === 'alone' ? [truth] : [truth, reservedIdentities.client];
  }
  return value.json;
}
