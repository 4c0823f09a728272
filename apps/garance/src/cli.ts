/** The commands of `garance`. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ErrorCode, errorCatalogue, GaranceError, getErrorDefinition } from '@garance/core';
import type { MachineOrder } from '@garance/portal';
import { AnsweredError, sendControlRequest } from './embedded/control-client.ts';
import {
  type ResetOrder,
  requestAuditVerification,
  requestOperatorChange,
  requestSecondFactorReset,
  type Send,
} from './embedded/control-requests.ts';
import { dataFolderSetting } from './embedded/data-folder.ts';
import { describeRun } from './embedded/print-table.ts';
import { connectRehearsal } from './embedded/rehearsal-control.ts';
import { UsageError } from './embedded/usage-error.ts';
import type { Env } from './env.ts';
import { keysHelp, runKeys } from './keys-command.ts';

const help = `garance COMMAND

  start [--reset] [--seed-clients FILE] [--seed-providers FILE]
                 the whole federation on this machine
  accounts reset-second-factor EMAIL [REASON]
                 takes every second factor of a lost account back, ends its sessions, records it and tells the person
  accounts grant-operator EMAIL [REASON]
  accounts remove-operator EMAIL [REASON]
                 gives or takes the operator role without a second person: for the first two, and when nobody else is
                 left; records it and tells every operator. The person has signed in to the partner space once
  audit verify [FILE…]
                 walks the audit log's chain, compares it with the heads written outside the database and with
                 signed heads exported on earlier days, and says where it was tampered with
  hub --platform standard|plus --environment integration|production --config FILE [--workers N]
  portal --config FILE [--workers N]
  worker --config FILE
                 the processes of an installation on PostgreSQL and Valkey; any number of each
  migrate --config FILE
                 brings the database to this version's tables, and gives database.users their rights
  grants --config FILE
                 prints those rights as SQL
  backup DIRECTORY [--config FILE]
                 copies the database while it is used, of the embedded federation or of an installation; the master key
                 is not in the copy
  restore DIRECTORY [--accept-loss] [--config FILE]
                 puts a copy into GARANCE_DATA, or into the empty database of an installation; refused when the audit
                 log went on after it, unless that loss is accepted
  config check FILE
                 says everything that is wrong with a configuration, with the place and the fix
${keysHelp}  qualify        what a service lets through: see garance qualify --help
  help           this text

accounts, audit and keys act on the embedded federation that runs, or on an installation: --config FILE.

Environment: GARANCE_PORT (3000), GARANCE_DATA (var), GARANCE_LOG_LEVEL (warn); issuers behind a TLS proxy, trusted
proxies, single sign-on, links at the foot of pages. See docs/configuration.md.
`;

type Command = (args: readonly string[], env: Env) => Promise<void>;

const commands: Readonly<Record<string, Command>> = {
  start,
  keys: (args, env) =>
    askPlatform({ args, env }, (send, rest) => runKeys(send, rest, (text) => process.stdout.write(text))),
  audit: (args, env) =>
    askPlatform({ args, env }, async (send, [verb, ...files]) => {
      if (verb !== 'verify') throw new UsageError(help);
      await verifyAudit(send, files);
    }),
  accounts: (args, env) =>
    askPlatform({ args, env }, async (send, [verb, email, ...reason]) => {
      if (email === undefined) throw new UsageError(help);
      const order = { email, reason: reason.length === 0 ? onTheMachine : reason.join(' ') };
      if (verb === 'reset-second-factor') await resetSecondFactor(send, order);
      else if (verb === 'grant-operator') await changeOperator(send, { ...order, verb: 'grant' });
      else if (verb === 'remove-operator') await changeOperator(send, { ...order, verb: 'remove' });
      else throw new UsageError(help);
    }),
  backup: async (args, env) => (await import('./backup/commands.ts')).backup(args, env, askEmbedded(env)),
  restore: async (args, env) => (await import('./backup/commands.ts')).restore(args, env),
  qualify: runQualification,
  ...Object.fromEntries(
    (['hub', 'portal', 'worker', 'migrate', 'grants', 'config'] as const).map((name) => [
      name,
      async (args: readonly string[], env: Env) => (await import('./processes/commands.ts'))[name](args, env),
    ]),
  ),
  help: async () => {
    process.stdout.write(help);
  },
};

/**
 * Loads the suite on demand, because other commands need no browser. The first Ctrl-C ends the run in an orderly way.
 */
async function runQualification(args: readonly string[], env: Env): Promise<void> {
  const { qualify } = await import('@garance/qualification/cli');
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new UsageError('Stopped.')));
  process.once('SIGTERM', () => stop.abort(new UsageError('Stopped.')));
  const { stdout, stderr } = process;
  process.exitCode = await qualify(args, {
    connect: connectRehearsal,
    stdout,
    stderr,
    env,
    signal: stop.signal,
  });
}

async function start(args: readonly string[], env: Env): Promise<void> {
  const beganMs = performance.now();
  // Loaded on demand: the other commands only talk to a running federation.
  const { readEmbeddedOptions } = await import('./embedded/options.ts');
  const options = readEmbeddedOptions(args, env);
  const { startFederation } = await import('./embedded/start.ts');
  const federation = await startFederation(options);
  stopOnSignal(federation.close);
  const readyMs = performance.now() - beganMs;
  process.stdout.write(describeRun(federation.run, { readyMs, runFile: federation.runFile }));
}

/** The first signal stops in an orderly way, a second one at once. */
function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(130);
    stopping = true;
    process.stdout.write('Stopping…\n');
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(describeFailure(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/**
 * Sends the request to the installation of `--config FILE`, if that is among the arguments, else to the embedded
 * federation that runs on the configured data directory.
 * @param ask gets the other arguments
 */
async function askPlatform(
  { args, env }: { readonly args: readonly string[]; readonly env: Env },
  ask: (send: Send, rest: readonly string[]) => Promise<void>,
): Promise<void> {
  const at = args.indexOf('--config');
  if (at === -1) {
    await ask(askEmbedded(env), args);
    return;
  }
  const file = args[at + 1];
  if (file === undefined) throw new UsageError('--config names no file.');
  const { openMachine } = await import('./processes/machine.ts');
  await using stack = new AsyncDisposableStack();
  await ask(await openMachine(stack, file), args.toSpliced(at, 2));
}

/** Sends a verb to the running embedded federation. */
function askEmbedded(env: Env): Send {
  return (verb, body) => {
    const dataDir = resolve(dataFolderSetting.parse(env.GARANCE_DATA));
    return sendControlRequest(dataDir, verb, body).catch(refuse(dataDir));
  };
}

function refuse(dataDir: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof AnsweredError) throw refusalOf(error);
    throw new UsageError(
      `No federation runs on ${dataDir}: start it with npm start, or name an installation: --config FILE.`,
    );
  };
}

/** The error for a refusal of the running federation: from the catalogue when it has a code. */
function refusalOf({ code, message }: AnsweredError): Error {
  if (code === undefined || !Object.hasOwn(errorCatalogue, code)) return new UsageError(message);
  return new GaranceError(code as ErrorCode);
}

const brokenBecause = {
  entry: 'that entry was changed, removed or inserted outside Garance',
  head: 'its end was cut off, or its head was removed or replaced, outside Garance',
  anchor:
    'it is not the log whose heads are in the data directory: emptied, or an older copy of the database',
} as const;

async function verifyAudit(send: Send, files: readonly string[]): Promise<void> {
  const heads = files.map((file) => readFileSync(file, 'utf8').trim());
  const { entries, brokenAt, reason, exported } = await requestAuditVerification(send, heads);
  if (brokenAt !== undefined) {
    const why = reason === undefined ? '' : `: ${brokenBecause[reason]}`;
    throw new UsageError(`The audit log does not hold from entry ${brokenAt} on${why}.`);
  }
  const lost = exported.findIndex(({ holds }) => !holds);
  if (lost !== -1) {
    throw new UsageError(
      `The audit log does not hold entry ${exported[lost]?.sequence} as ${files[lost]} has it: it was replaced outside Garance.`,
    );
  }
  process.stdout.write(`The audit log holds: ${entries} entries, each chained to the one before.\n`);
}

const onTheMachine = 'On the machine, by the command garance.';
const unknownAddress = (email: string): string =>
  `Nobody in the partner space has the address ${email}: they sign in there once, by a mailed code.`;

/** Needs no further authentication: a user with a shell on this machine can read the federation's keys anyway. */
async function resetSecondFactor(send: Send, order: ResetOrder): Promise<void> {
  const { email } = order;
  const { found } = await requestSecondFactorReset(send, order);
  if (!found) throw new UsageError(unknownAddress(email));
  process.stdout.write(
    `Second factors of ${email} are reset and its sessions ended; it is in the audit log, and a mail says so.\n`,
  );
}

async function changeOperator(send: Send, order: MachineOrder): Promise<void> {
  const { email, verb } = order;
  const { outcome } = await requestOperatorChange(send, order);
  if (outcome === 'unknown') throw new UsageError(unknownAddress(email));
  const state = verb === 'grant' ? 'an operator' : 'no operator';
  const done = outcome === 'done' ? 'now; it is in the audit log, and every operator is told' : 'already';
  process.stdout.write(`${email} is ${state} ${done}.\n`);
}

/** Text for the terminal about a failed command, with a stack only when the error is unexpected. */
export function describeFailure(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n`;
  if (error instanceof GaranceError) {
    return `${getErrorDefinition(error.code).operator} [${error.message}]\n`;
  }
  return `${error instanceof Error ? error.stack : String(error)}\n`;
}

/**
 * Runs one command; without a word, `help`. `start` and the processes of an installation keep running when it resolves.
 * @param words arguments after `garance`
 * @throws UsageError when the command is unknown or not used as its help says
 * @throws GaranceError for what the command refuses or cannot do
 */
export async function runGarance([name = 'help', ...args]: readonly string[], env: Env): Promise<void> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`Unknown command ${name}.\n\n${help}`);
  await command(args, env);
}
