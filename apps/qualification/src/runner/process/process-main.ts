/**
 * The runner's own process: it opens pages that others wrote, so it holds nothing worth stealing. No key, no
 * configuration, an empty environment; tickets are minted by its parent, one by one, for one service.
 */

import { allScenarios } from '../../scenarios/index.ts';
import type { Observation } from '../../vocabulary/observation.ts';
import type { Ticket } from '../../vocabulary/rehearsal.ts';
import { CannotRun } from '../cannot-run.ts';
import { runSuite, type SuiteOptions } from '../run-suite.ts';
import type { Order, Report, Work } from './messages.ts';

const pending = new Map<number, PromiseWithResolvers<unknown>>();
const stop = new AbortController();
let asked = 0;

function send(report: Report): void {
  process.send?.(report);
}

type Question =
  | { readonly verb: 'ticket'; readonly wish: unknown }
  | { readonly verb: 'observations'; readonly ticketId: string };

function ask(question: Question): Promise<unknown> {
  asked += 1;
  const waiting = Promise.withResolvers<unknown>();
  pending.set(asked, waiting);
  send({ kind: 'ask', number: asked, ...question });
  return waiting.promise;
}

process.on('message', (order: Order) => {
  if (order.kind === 'work') {
    void run(order.work);
    return;
  }
  const waiting = pending.get(order.to);
  pending.delete(order.to);
  if (order.kind === 'answer') waiting?.resolve(order.value);
  else waiting?.reject(new Error(order.message));
});
// Nobody is left to report to, or the parent asks for it.
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => stop.abort(new Error('stopped')));
// At a terminal both get it: the parent decides.
process.on('SIGINT', () => undefined);

async function run(work: Work): Promise<void> {
  const { rehearsed, scenarios, ...options } = work;
  try {
    const { results } = await runSuite({
      ...(options satisfies Partial<SuiteOptions>),
      scenarios: allScenarios.filter(({ id }) => scenarios.includes(id)),
      rehearsal: {
        service: rehearsed,
        ticket: async (wish) => (await ask({ verb: 'ticket', wish })) as Ticket,
        observations: async (ticketId) =>
          (await ask({ verb: 'observations', ticketId })) as readonly Observation[],
      },
      onProgress: (progress) => send({ kind: 'progress', progress }),
      signal: stop.signal,
    });
    send({ kind: 'done', results });
  } catch (error) {
    send(describeFailure(error));
  }
}

function describeFailure(error: unknown): Report {
  if (error instanceof CannotRun) {
    const { reason, pageText, pageUrl } = error;
    return {
      kind: 'cannot-run',
      reason,
      ...(pageText === undefined ? {} : { pageText }),
      ...(pageUrl === undefined ? {} : { pageUrl }),
      ...(error.cause instanceof Error ? { cause: error.cause.message } : {}),
    };
  }
  return { kind: 'broke', message: error instanceof Error ? error.message : String(error) };
}
