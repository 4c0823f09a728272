/** Port to the qualification suite; the composition root passes the implementation. */
import type { Progress, Registration, SuiteRun, SuiteTarget } from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { RunExplanation } from '../tables/qualification-runs.ts';

export interface SuiteOrder {
  readonly runId: string;
  /** The registration as the integration hub has it now. */
  readonly registration: Registration;
  readonly target: SuiteTarget;
}

/** The suite could not start on this service and tested nothing; has the reason. */
export class SuiteCannotBegin extends Error {
  readonly explanation: RunExplanation;

  constructor(explanation: RunExplanation) {
    super(explanation.text.en);
    this.explanation = explanation;
  }
}

export type ReportFormat = 'html' | 'json' | 'junit';

export interface QualificationRunner {
  /**
   * Runs every scenario of the platform on a service. Ends early, rejecting, once `signal` is aborted.
   * @param onProgress called in the order in which scenarios end; the run itself may correct a result that was reported
   * @throws SuiteCannotBegin when a plain login does not work
   * @throws GaranceError `qualification.*`, `rehearsal.*` when it could not be run
   */
  start(order: SuiteOrder, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<SuiteRun>;
  /** A run as a file for download. */
  render(run: SuiteRun, format: ReportFormat, locale: Locale): string;
}
