/** Reads and checks what a rehearsed login shall be; it may name no identity but the reserved ones. */
import { levelSchema } from '@garance/core';
import { z } from 'zod';
import { type ClaimEdit, faultSchema } from '../vocabulary/fault.ts';
import { maxWorker, personIds } from '../vocabulary/person.ts';
import type { RehearsalInput } from '../vocabulary/rehearsal.ts';

/** Claims that name an issuer, a client or a subject; they may only be forged with reserved values. */
const identityClaims: Readonly<Record<string, 'issuer' | 'client' | 'subject'>> = {
  iss: 'issuer',
  aud: 'client',
  azp: 'client',
  client_id: 'client',
  sub: 'subject',
};

const wishSchema = z.strictObject({
  person: z.enum(personIds),
  worker: z.int().min(0).max(maxWorker).optional(),
  fault: faultSchema.optional(),
  after: z.uuid().optional(),
  level: levelSchema.optional(),
  extraClaims: z.record(z.string(), z.json()).optional(),
  throughRehearsalIssuer: z.literal(true).optional(),
});

/** Undefined when it is no input, or one that names an identity of its own. */
export function parseRehearsalInput(value: unknown): RehearsalInput | undefined {
  const parsed = wishSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { extraClaims = {}, fault } = parsed.data;
  if (Object.keys(extraClaims).some((name) => name in identityClaims)) return undefined;
  if (fault !== undefined && 'claims' in fault && !isHarmless(fault.claims)) return undefined;
  // Absent members are absent in it too: zod adds none.
  return parsed.data as RehearsalInput;
}

function isHarmless(edit: ClaimEdit | undefined): boolean {
  return Object.entries(edit?.set ?? {}).every(([name, value]) => {
    const kind = Object.hasOwn(identityClaims, name) ? identityClaims[name] : undefined;
    if (kind === undefined || 'inArray' in value || 'mutated' in value) return true;
    return 'reserved' in value && value.reserved === kind;
  });
}
