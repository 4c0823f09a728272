/** Counts steps of logins by outcome, and sign-ins by provider and level. */
import { type ErrorCode, getErrorDefinition } from '@garance/core';
import type { StepPort } from '@garance/hub';
import type { SignInEvent } from '@garance/store';
import type { Metrics } from '@garance/web/server';
import { Counter } from 'prom-client';
import type { Result, Scopes } from './scope.ts';

type RecordSignIn = (event: SignInEvent) => Promise<void>;

export interface LoginMeter {
  steps(server: string): StepPort;
  /** The same function, with its outcomes counted. */
  signIns(server: string, record: RecordSignIn): RecordSignIn;
}

export function createLoginMeter(metrics: Metrics, scopes: Scopes): LoginMeter {
  const registers = [metrics];
  const steps = new Counter({
    name: 'garance_login_steps_total',
    help: 'Steps of logins that ended, by outcome (`accepted`, or a code of the error catalogue).',
    labelNames: ['server', 'step', 'outcome', 'provider'],
    registers,
  });
  const signIns = new Counter({
    name: 'garance_sign_ins_total',
    help: 'Sign-ins given to services, by provider and level; `lost` could not be written.',
    labelNames: ['server', 'provider', 'level', 'outcome'],
    registers,
  });
  return {
    steps: (server) => ({
      ended: ({ step, error, providerId }) => {
        const outcome = error ?? 'accepted';
        steps.inc({ server, step, outcome, provider: providerId });
        const scope = scopes.current();
        scope?.judge(error === undefined ? 'ok' : resultOfError(error));
        scope?.span?.set({ 'garance.step': step, 'garance.outcome': outcome });
      },
    }),
    signIns: (server, record) => async (event) => {
      const labels = { server, provider: event.providerId, level: event.level };
      try {
        await record(event);
        signIns.inc({ ...labels, outcome: 'recorded' });
      } catch (error) {
        signIns.inc({ ...labels, outcome: 'lost' });
        throw error;
      }
    },
  };
}

/**
 * Families of errors caused by external systems: answers, keys, timeouts. Those with status 500 are errors of our own
 * configuration.
 */
const othersFaults = /^(?:provider|register|identity|client_keys)\./;

/** The same with another status: a service without a usable key, and faults of rehearsals. */
const othersFaultsToo = /^(?:token\.no_encryption_key$|rehearsal\.)/;

/** Who caused an error, from its family and status in the catalogue. */
export function resultOfError(error: ErrorCode): Result {
  const { status } = getErrorDefinition(error);
  if (status < 500) return 'refused';
  const isOthers = (status > 500 && othersFaults.test(error)) || othersFaultsToo.test(error);
  return isOthers ? 'upstream' : 'failed';
}
