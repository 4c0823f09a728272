/** Rules for the approving operator. Pure. Two accounts of one person must not count as two people. */
import type { ErrorCode } from '@garance/core';
import type { RoleGrant } from '../account/tables/platform-roles.ts';
import { dayMs } from '../time/day.ts';
import type { Approval } from './table.ts';

/** Time during which a new operator may not approve requests of the operator who appointed them. */
const newOperatorMs = 14 * dayMs;

interface Approving {
  readonly approval: Pick<Approval, 'requestedBy' | 'requestedAtMs'>;
  /** The operator role of the person who would approve; undefined when they have none. */
  readonly approver: (RoleGrant & { readonly personId: string }) | undefined;
  /** The operator role of the requesting person. */
  readonly requester: RoleGrant | undefined;
  readonly nowMs: number;
}

/** Reason why this person may not approve; undefined when they may. Every other operator may refuse. */
export function refusalOfApprover({
  approval,
  approver,
  requester,
  nowMs,
}: Approving): ErrorCode | undefined {
  const { requestedBy, requestedAtMs } = approval;
  if (approver === undefined) return 'portal.not_allowed';
  if (approver.personId === requestedBy) return 'support.second_person_required';
  if (requester === undefined || requester.sinceMs > requestedAtMs) return 'support.asker_left';
  if (requestedAtMs < approver.sinceMs) return 'support.approver_too_new';
  const appointedByRequester = [approver.proposedBy, approver.approvedBy].includes(requestedBy);
  const isNew = nowMs - approver.sinceMs < newOperatorMs;
  return appointedByRequester && isNew ? 'support.approver_not_independent' : undefined;
}
