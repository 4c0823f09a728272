/** Verbs on a partner space for users with a shell on the machine, however it is reached. Bodies are JSON. */
import {
  changeOperatorOnMachine,
  type PortalDeps,
  resetSecondFactorsOnMachine,
  type SignedHeadVerdict,
  verifyAuditHead,
} from '@garance/portal';
import { z } from 'zod';
import type { AuditReport } from './embedded/control-requests.ts';

export type Verbs = Readonly<Record<string, (body: unknown) => Promise<unknown>>>;

export function machineVerbs(partnerSpace: PortalDeps): Verbs {
  return {
    '/audit/verify': (body) => verifyAudit(partnerSpace, body),
    '/accounts/reset-second-factor': async (body) => ({
      found: await resetSecondFactorsOnMachine(partnerSpace, resetSchema.parse(body)),
    }),
    '/accounts/operator': async (body) => ({
      outcome: await changeOperatorOnMachine(partnerSpace, operatorSchema.parse(body)),
    }),
  };
}

const auditSchema = z.object({ heads: z.array(z.string().max(4096)).max(15) });

/** Verifies the log and each signed head. */
async function verifyAudit(partnerSpace: PortalDeps, body: unknown): Promise<AuditReport> {
  const { heads } = auditSchema.parse(body);
  const found = await partnerSpace.store.portal.audit.verify();
  const exported: SignedHeadVerdict[] = [];
  for (const jws of heads) exported.push(await verifyAuditHead(partnerSpace, jws));
  return { ...found, exported };
}

const operatorSchema = z.object({
  verb: z.enum(['grant', 'remove']),
  email: z.string(),
  reason: z.string(),
});
const resetSchema = z.object({ email: z.string(), reason: z.string() });
