/** What other commands ask of the running federation. They load nothing of it. */
import type { AuditVerification, MachineOrder, MachineOutcome, SignedHeadVerdict } from '@garance/portal';
import { ask } from './control-client.ts';

export type RotationReport = readonly { readonly hub: string; readonly kids: readonly string[] }[];

/** Rejects when no federation runs on this data directory. */
export function requestRotation(dataDir: string): Promise<RotationReport> {
  return ask(dataDir, '/keys/rotate') as Promise<RotationReport>;
}

export interface AuditReport extends AuditVerification {
  /** Of each signed head that was given, in order. */
  readonly exported: readonly SignedHeadVerdict[];
}

/**
 * @param heads signed heads of earlier days
 * Rejects when no federation runs on this data directory.
 */
export function requestAuditVerification(dataDir: string, heads: readonly string[]): Promise<AuditReport> {
  return ask(dataDir, '/audit/verify', { heads }) as Promise<AuditReport>;
}

/** Rejects when no federation runs on this data directory. */
export function requestOperatorChange(
  dataDir: string,
  order: MachineOrder,
): Promise<{ readonly outcome: MachineOutcome }> {
  return ask(dataDir, '/accounts/operator', order) as Promise<{ readonly outcome: MachineOutcome }>;
}

export interface ResetOrder {
  readonly email: string;
  /** How the person proved who they are; kept in the history. */
  readonly reason: string;
}

/** Rejects when no federation runs on this data directory. */
export function requestSecondFactorReset(
  dataDir: string,
  order: ResetOrder,
): Promise<{ readonly found: boolean }> {
  return ask(dataDir, '/accounts/reset-second-factor', order) as Promise<{ readonly found: boolean }>;
}
