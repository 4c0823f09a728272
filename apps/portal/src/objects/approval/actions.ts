/** Actions that need a second operator, and their effects within the transaction of the decision. */

import { z } from 'zod';
import type { PortalDeps } from '../../deps.ts';
import { giveOperatorRole, takeOperatorRole } from '../account/operators.ts';
import { record } from '../account/record-act.ts';
import { resetSecondFactors } from '../account/recover.ts';
import type { PortalTables } from '../portal-store.ts';
import type { Approval } from './table.ts';

export const overrideSchema = z.object({
  environment: z.enum(['integration', 'production']),
  personFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  sectorId: z.string().min(1).max(200),
  sub: z.string().regex(/^[\x21-\x7e]{1,255}$/),
});

export const approvedActions = [
  'hub-keys.rotate',
  'subject.override',
  'staff.add-operator',
  'staff.remove-operator',
  'staff.reset-second-factor',
] as const;
export type ApprovedAction = (typeof approvedActions)[number];

/** Actions whose `objectId` is a person of the team. */
export const actionsOnPeople: ReadonlySet<ApprovedAction> = new Set<ApprovedAction>([
  'staff.add-operator',
  'staff.remove-operator',
  'staff.reset-second-factor',
]);

/** Undefined for approvals that operators do not decide, such as the name of a service. */
export function approvedActionOf({ action }: Pick<Approval, 'action'>): ApprovedAction | undefined {
  return approvedActions.find((candidate) => candidate === action);
}

interface Approved {
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly approval: Approval;
  /** The second person. */
  readonly approvedBy: string;
}

type Effect = (tables: PortalTables, approved: Approved) => Promise<void>;

/** Audited under the person, as changes of every other role are, so that a search for the person finds it. */
function noteRole(
  tables: PortalTables,
  { deps, approval, approvedBy }: Approved,
  action: 'staff.add' | 'staff.remove',
): Promise<void> {
  const actor = { personId: approvedBy };
  const act = { actor, action, object: 'person', objectId: approval.objectId };
  return record(tables, deps, { ...act, detail: { role: 'operator', askedBy: approval.requestedBy } });
}

/** Effects that commit together with the decision. Keys are rotated after it, because that takes time. */
export const effects: Readonly<Record<ApprovedAction, Effect>> = {
  'hub-keys.rotate': async () => {},
  'subject.override': (tables, { approval }) =>
    tables.subjectOverrides.put(overrideSchema.parse(approval.detail)),
  'staff.add-operator': async (tables, approved) => {
    const { approval, approvedBy } = approved;
    await giveOperatorRole(tables, approval.objectId, { proposedBy: approval.requestedBy, approvedBy });
    await noteRole(tables, approved, 'staff.add');
  },
  'staff.remove-operator': async (tables, approved) => {
    await takeOperatorRole(tables, approved.approval.objectId);
    await noteRole(tables, approved, 'staff.remove');
  },
  'staff.reset-second-factor': (tables, { deps, approval, approvedBy }) =>
    resetSecondFactors(tables, deps.clock, {
      actorId: approvedBy,
      personId: approval.objectId,
      reason: approval.detail.reason ?? '',
      origin: deps.config.origin,
    }),
};
