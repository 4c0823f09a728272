/**
 * The runner's own process: it opens pages that others wrote, so it holds nothing worth stealing. No key, no
 * configuration, an empty environment; rehearsal tokens are minted by its parent, one by one, for one service.
 */

import { BrokeOff } from '@garance/http-browser';
import { allScenarios } from '../../scenarios/index.ts';
import type { Observation } from '../../vocabulary/observation.ts';
import type { RehearsalToken } from '../../vocabulary/rehearsal.ts';
import type { Sighting, Trace } from '../../vocabulary/trace.ts';
import { PageFailure } from '../browser/page-failure.ts';
import { CannotRun } from '../cannot-run.ts';
import { runSuite, type SuiteOptions } from '../run-suite.ts';
import { type Order, placePattern, type Report, type Work } from './messages.ts';

const pending = new Map<number, PromiseWithResolvers<unknown>>();
const stop = new AbortController();
let asked = 0;

function send(report: Report): void {
  process.send?.(report);
}

class DeskRefused extends BrokeOff {}

type Question =
  | { readonly verb: 'token'; readonly input: unknown }
  | { readonly verb: 'observations'; readonly tokenId: string }
  | { readonly verb: 'search'; readonly tokenId: string; readonly traces: Trace[] };

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
  else waiting?.reject(new DeskRefused(order.message));
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
        token: async (input) => (await ask({ verb: 'token', input })) as RehearsalToken,
        observations: async (tokenId) =>
          (await ask({ verb: 'observations', tokenId })) as readonly Observation[],
        search: async (tokenId, traces) =>
          (await ask({ verb: 'search', tokenId, traces: [...traces] })) as readonly Sighting[],
      },
      onProgress: send,
      onCost: (cost) => send({ kind: 'cost', ...cost }),
      onWarning: (warning) => send({ kind: 'warning', warning }),
      signal: stop.signal,
    });
    send({ kind: 'done', results: [...results] });
  } catch (error) {
    send(describeFailure(error));
  }
}

/** Reasons from a list, never a text: the parent would not take one. */
function describeFailure(error: unknown): Report {
  if (error instanceof CannotRun) {
    const { reason, pageText, pageUrl } = error;
    return {
      kind: 'cannot-run',
      reason,
      ...(pageText === undefined ? {} : { pageText }),
      ...(pageUrl === undefined ? {} : { pageUrl }),
    };
  }
  const at = placeOf(error);
  return { kind: 'broke', reason: breakOf(error), ...(at !== undefined && { at }) };
}

function breakOf(error: unknown): Extract<Report, { kind: 'broke' }>['reason'] {
  if (error instanceof DeskRefused) return 'rehearsalService-refused';
  return error instanceof PageFailure ? 'page' : 'unexpected';
}

/** File and line of the first frame that has both. */
function placeOf(error: unknown): string | undefined {
  const { stack = '' } = error instanceof Error ? error : {};
  for (const line of stack.slice(0, 20_000).split('\n')) {
    if (!line.trimStart().startsWith('at ')) continue;
    const [, file = '', row = ''] = /\/([\w.-]{1,80}):(\d{1,6}):\d{1,6}\)?$/.exec(line.slice(0, 1_000)) ?? [];
    if (placePattern.test(`${file}:${row}`)) return `${file}:${row}`;
  }
  return undefined;
}
