import { parseArgs } from 'node:util';
import type { KeyAlg } from './shared/jwe.ts';

/** Duration of each part of a run in milliseconds, and number of repetitions. */
export interface Plan {
  readonly warmUpMs: number;
  readonly closedRounds: number;
  readonly closedMs: number;
  readonly openRounds: number;
  readonly openMs: number;
  readonly limitMs: number;
}

export interface Options {
  readonly plan: Plan;
  readonly quick: boolean;
  /** File for the machine-readable summary, if requested. */
  readonly jsonFile: string | undefined;
  readonly services: number;
  readonly concurrency: number;
  readonly profile: boolean;
  /** Number of logins for the memory curve; 0 for none. */
  readonly longLogins: number;
  readonly only: string | undefined;
  readonly algs: { readonly upstream: KeyAlg; readonly service: KeyAlg };
}

const quickPlan: Plan = {
  warmUpMs: 7000,
  closedRounds: 3,
  closedMs: 2500,
  openRounds: 1,
  openMs: 4000,
  limitMs: 2500,
};
const fullPlan: Plan = {
  warmUpMs: 20_000,
  closedRounds: 5,
  closedMs: 8000,
  openRounds: 3,
  openMs: 10_000,
  limitMs: 8000,
};

export const usage = `npm run bench -- [options]
  --quick            under 50 seconds in all
  --json FILE        write the summary for machines to FILE
  --services N       registered services, all of them used (10)
  --concurrency N    citizens signing in at the same time while finding the most (16)
  --upstream-alg A   how the identity provider encrypts to the hub: ECDH-ES (default) or RSA-OAEP-256
  --service-alg A    how the hub encrypts to the services: RSA-OAEP-256 (default) or ECDH-ES
  --profile          where the hub's CPU time goes, by function
  --long N           memory of each target after every tenth of N logins
  --only NAME        one target: hub or oidc-provider-broker`;

function keyAlg(value: string): KeyAlg {
  if (value === 'ECDH-ES' || value === 'RSA-OAEP-256') return value;
  throw new Error(`unknown algorithm ${value}`);
}

function positive(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`not a positive number: ${value}`);
}

/** Parses the options of the command line; throws on unknown ones. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      services: { type: 'string', default: '10' },
      concurrency: { type: 'string', default: '16' },
      'upstream-alg': { type: 'string', default: 'ECDH-ES' },
      'service-alg': { type: 'string', default: 'RSA-OAEP-256' },
      profile: { type: 'boolean', default: false },
      long: { type: 'string' },
      only: { type: 'string' },
    },
  });
  return {
    plan: values.quick ? quickPlan : fullPlan,
    quick: values.quick,
    jsonFile: values.json,
    services: positive(values.services),
    concurrency: positive(values.concurrency),
    profile: values.profile,
    longLogins: values.long === undefined ? 0 : positive(values.long),
    only: values.only,
    algs: { upstream: keyAlg(values['upstream-alg']), service: keyAlg(values['service-alg']) },
  };
}
