/** Requests of other commands to the running federation. This module loads no server code. */
import type { AuditVerification, MachineOrder, MachineOutcome, SignedHeadVerdict } from '@garance/portal';

/** Sends a verb and its body to the running embedded federation, or to an installation opened for this call. */
export type Send = (verb: string, body?: object) => Promise<unknown>;

export interface AuditReport extends AuditVerification {
  /** Verdict of each given signed head, in order. */
  readonly exported: readonly SignedHeadVerdict[];
}

/**
 * Verifies the chain of the audit log and compares it with signed heads of earlier days.
 */
export function requestAuditVerification(send: Send, heads: readonly string[]): Promise<AuditReport> {
  return send('/audit/verify', { heads }) as Promise<AuditReport>;
}

/** Adds or removes an operator. */
export function requestOperatorChange(
  send: Send,
  order: MachineOrder,
): Promise<{ readonly outcome: MachineOutcome }> {
  return send('/accounts/operator', order) as Promise<{
    readonly outcome: MachineOutcome;
  }>;
}

export interface ResetOrder {
  readonly email: string;
  /** How the person proved their identity; kept in the history. */
  readonly reason: string;
}

/** Removes an account's second factor. */
export function requestSecondFactorReset(
  send: Send,
  order: ResetOrder,
): Promise<{ readonly found: boolean }> {
  return send('/accounts/reset-second-factor', order) as Promise<{
    readonly found: boolean;
  }>;
}
