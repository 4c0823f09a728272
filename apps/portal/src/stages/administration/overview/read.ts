import type { PortalTables } from '../../../objects/portal-store.ts';
import { waitingStates } from '../../../objects/request/queue-query.ts';

export interface QueueGlance {
  readonly name: 'requests' | 'qualifications' | 'threads' | 'mails' | 'approvals';
  readonly href?: string;
  readonly count: number;
  /** Start of the longest wait. */
  readonly oldestMs?: number;
  readonly retried?: number;
}

/** For every queue of the team: number of waiting items and start of the longest wait. */
export async function readOverview(tables: PortalTables, nowMs: number): Promise<readonly QueueGlance[]> {
  const requests = await tables.requests.countByState();
  const [request] = await tables.requests.queue({ states: waitingStates, limit: 1 });
  const qualifications = await tables.qualifications.countByState();
  const [qualification] = await tables.qualifications.queue({ state: 'submitted', limit: 1 });
  const threads = await tables.threads.countByState();
  const [thread] = await tables.threads.queue({ state: 'open', limit: 1 });
  const mails = await tables.figures.waitingMails(nowMs);
  const approvals = await tables.approvals.open();
  const since = (oldestMs: number | undefined) => (oldestMs === undefined ? {} : { oldestMs });
  return [
    {
      name: 'requests',
      href: '/review',
      count: waitingStates.reduce((sum, state) => sum + (requests.get(state) ?? 0), 0),
      ...since(request?.submittedAtMs),
    },
    {
      name: 'qualifications',
      href: '/qualifications',
      count: qualifications.get('submitted') ?? 0,
      ...since(qualification?.submittedAtMs),
    },
    { name: 'threads', href: '/threads', count: threads.get('open') ?? 0, ...since(thread?.waitingSinceMs) },
    { name: 'mails', count: mails.count, retried: mails.retried },
    {
      name: 'approvals',
      href: '/administration/approvals',
      count: approvals.length,
      ...since(approvals[0]?.requestedAtMs),
    },
  ];
}
