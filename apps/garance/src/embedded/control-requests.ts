/** Requests of other commands to the running federation. This module loads no server code. */
import type { AuditVerification, MachineOrder, MachineOutcome, SignedHeadVerdict } from '@garance/portal';
import { sendControlRequest } from './control-client.ts';

export type RotationReport = readonly { readonly hub: string; readonly kids: readonly string[] }[];

/** Rotates the keys of all hubs. Rejects when no federation runs on this data directory. */
export function requestRotation(dataDir: string): Promise<RotationReport> {
  return sendControlRequest(dataDir, '/keys/rotate') as Promise<RotationReport>;
}

export interface AuditReport extends AuditVerification {
  /** Verdict of each given signed head, in order. */
  readonly exported: readonly SignedHeadVerdict[];
}

/**
 * Verifies the chain of the audit log and compares it with signed heads of earlier days. Rejects when no federation runs on
 * this data directory.
 */
export function requestAuditVerification(dataDir: string, heads: readonly string[]): Promise<AuditReport> {
  return sendControlRequest(dataDir, '/audit/verify', { heads }) as Promise<AuditReport>;
}

/** Adds or removes an operator. Rejects when no federation runs on this data directory. */
export function requestOperatorChange(
  dataDir: string,
  order: MachineOrder,
): Promise<{ readonly outcome: MachineOutcome }> {
  return sendControlRequest(dataDir, '/accounts/operator', order) as Promise<{
    readonly outcome: MachineOutcome;
  }>;
}

export interface ResetOrder {
  readonly email: string;
  /** How the person proved their identity; kept in the history. */
  readonly reason: string;
}

/** Removes an account's second factor. Rejects when no federation runs on this data directory. */
export function requestSecondFactorReset(
  dataDir: string,
  order: ResetOrder,
): Promise<{ readonly found: boolean }> {
  return sendControlRequest(dataDir, '/accounts/reset-second-factor', order) as Promise<{
    readonly found: boolean;
  }>;
}
