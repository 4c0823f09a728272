/** The command `garance`. */
import { resolve } from 'node:path';
import { GaranceError, getErrorDefinition } from '@garance/core';
import { requestAuditVerification, requestRotation, requestSecondFactorReset } from './embedded/control.ts';
import { embeddedSettingsSchema, readEmbeddedOptions, UsageError } from './embedded/options.ts';
import { describeRun } from './embedded/print-table.ts';
import { connectRehearsal } from './embedded/rehearsal-control.ts';

const help = `garance COMMAND

  start [--reset] [--seed-clients FILE] [--seed-providers FILE]
                 the whole federation on this machine
  accounts reset-second-factor EMAIL [REASON]
                 takes every second factor of a lost account back, ends its sessions, records it and tells the person
  audit verify   walks the audit log's chain and says where it was tampered with
  keys rotate    gives every hub of the running federation new keys: public at once, in use after 11 minutes
  qualify        what a service lets through: see garance qualify --help
  help           this text

Environment: GARANCE_PORT (3000), GARANCE_DATA (var), GARANCE_LOG_LEVEL (warn); issuers behind a TLS proxy, trusted
proxies, single sign-on, links at the foot of pages. See docs/configuration.md.
`;

type Command = (args: readonly string[]) => Promise<void>;

const commands: Readonly<Record<string, Command>> = {
  start,
  keys: async ([verb]) => {
    if (verb !== 'rotate') throw new UsageError(help);
    await rotate();
  },
  audit: async ([verb]) => {
    if (verb !== 'verify') throw new UsageError(help);
    await verifyAudit();
  },
  accounts: async ([verb, email, ...reason]) => {
    if (verb !== 'reset-second-factor' || email === undefined) throw new UsageError(help);
    await resetSecondFactor(email, reason.join(' '));
  },
  qualify: runQualification,
  help: async () => {
    process.stdout.write(help);
  },
};

/** Loaded only now: no other command needs a browser. The first Ctrl-C ends the run in good order. */
async function runQualification(args: readonly string[]): Promise<void> {
  const { qualify } = await import('@garance/qualification/cli');
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new UsageError('Stopped.')));
  process.once('SIGTERM', () => stop.abort(new UsageError('Stopped.')));
  const { stdout, stderr, env } = process;
  process.exitCode = await qualify(args, {
    connect: connectRehearsal,
    stdout,
    stderr,
    env,
    signal: stop.signal,
  });
}

async function start(args: readonly string[]): Promise<void> {
  const beganMs = performance.now();
  const options = readEmbeddedOptions(args, process.env);
  // Loaded only now: the other commands speak to a federation that runs.
  const { startFederation } = await import('./embedded/start.ts');
  const federation = await startFederation(options);
  stopOnSignal(federation.close);
  const readyMs = performance.now() - beganMs;
  process.stdout.write(describeRun(federation.run, { readyMs, runFile: federation.runFile }));
}

/** The first signal stops in good order; a second one, for the impatient, at once. */
function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(130);
    stopping = true;
    process.stdout.write('Stopping…\n');
    close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** Asks the federation that runs on the configured data directory. */
async function askRunning<T>(question: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = resolve(embeddedSettingsSchema.parse(process.env).GARANCE_DATA);
  return question(dataDir).catch(() => {
    throw new UsageError(`No federation runs on ${dataDir}: start it with npm start.`);
  });
}

async function verifyAudit(): Promise<void> {
  const { entries, brokenAt } = await askRunning(requestAuditVerification);
  if (brokenAt !== undefined) {
    throw new UsageError(
      `The audit log does not hold from entry ${brokenAt} on: it was changed outside Garance.`,
    );
  }
  process.stdout.write(`The audit log holds: ${entries} entries, each chained to the one before.\n`);
}

/** The shell of the machine is proof enough: whoever has it could stop the federation and read its keys. */
async function resetSecondFactor(email: string, reason: string): Promise<void> {
  const order = { email, reason: reason === '' ? 'On the machine, by the command garance.' : reason };
  const { found } = await askRunning((dataDir) => requestSecondFactorReset(dataDir, order));
  if (!found) throw new UsageError(`Nobody in the partner space has the address ${email}.`);
  process.stdout.write(
    `Second factors of ${email} are reset and its sessions ended; it is in the audit log, and a mail says so.\n`,
  );
}

async function rotate(): Promise<void> {
  const report = await askRunning(requestRotation);
  for (const { hub, kids } of report)
    process.stdout.write(`${hub}: ${kids.length} new keys, ${kids.join(' ')}\n`);
}

/** What went wrong, in words; a stack only for what nobody foresaw. */
function fail(error: unknown): never {
  if (error instanceof UsageError) process.stderr.write(`${error.message}\n`);
  else if (error instanceof GaranceError) {
    process.stderr.write(`${getErrorDefinition(error.code).operator} [${error.message}]\n`);
  } else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

const [name = 'help', ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) fail(new UsageError(`Unknown command ${name}.\n\n${help}`));
else command(args).catch(fail);
