/**
 * Growth of the stores: queries over many sign-ins and services compared with few, and what a login leaves in Valkey.
 */
import { parseArgs } from 'node:util';
import { readOptions } from '../options.ts';
import { measureDatabase, type Size } from './database.ts';
import { bytesPerLogin } from './valkey.ts';

export const stateGrowthUsage = `npm run bench -- state-growth [options]
  --sign-ins N       in the large database (10000000)
  --services N       registered services in the large database (10000)
  --logins N         to which Valkey's bytes of a login are extrapolated (100000)
  --measured N       logins that are made for it (1000)
  GARANCE_BENCH_POSTGRES_URL and GARANCE_BENCH_VALKEY_URL name the servers; a part without its server is left out.`;

const small: Size = { signIns: 1_000, services: 10 };

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function count(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name}: not a positive number: ${text}`);
}

/** @returns whether every query that needs an index uses one */
export async function benchStateGrowth(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'sign-ins': { type: 'string', default: '10000000' },
      services: { type: 'string', default: '10000' },
      logins: { type: 'string', default: '100000' },
      measured: { type: 'string', default: '1000' },
    },
  });
  const large: Size = {
    signIns: count('sign-ins', values['sign-ins']),
    services: count('services', values.services),
  };
  const { GARANCE_BENCH_POSTGRES_URL: postgres, GARANCE_BENCH_VALKEY_URL: valkey } = process.env;
  let holds = true;
  if (postgres === undefined) say('PostgreSQL: left out, GARANCE_BENCH_POSTGRES_URL is not set');
  else holds = await measureDatabase(postgres, { small, large }, say);
  if (valkey === undefined) say('Valkey: left out, GARANCE_BENCH_VALKEY_URL is not set');
  else {
    const logins = count('logins', values.logins);
    const measured = count('measured', values.measured);
    const found = await bytesPerLogin(valkey, measured, readOptions(['--services', '10']));
    const mebibytes = (found.bytes * logins) / 1024 / 1024;
    say(
      `\nValkey: ${Math.round(found.bytes)} bytes and ${found.keys.toFixed(1)} keys a login, of ${found.logins} logins that are all still there; ${logins} at once: ${mebibytes.toFixed(0)} MiB`,
    );
  }
  return holds;
}
