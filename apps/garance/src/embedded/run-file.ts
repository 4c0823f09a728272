import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment, Level, Platform } from '@garance/core';
import type { DemonstrationAccount } from '@garance/portal';

/** Content of `var/run.json`, printed by `npm start`: all that a person or a test needs to use the federation. */
export interface RunFile {
  readonly portal: string;
  /** Page of addresses and accounts. */
  readonly demonstration: string;
  /** Issuer of the identity provider for professionals, with which partners sign in. */
  readonly professionals: string;
  /** Address of the mailbox; `{mailbox}/api/messages` is the same as JSON. */
  readonly mailbox: string;
  readonly smtp: string;
  readonly demoService: string;
  readonly civilRegister: string;
  /** Issuers of the hubs. */
  readonly hubs: Readonly<Record<Platform, Readonly<Record<Environment, string>>>>;
  /** Followed by `/` and a client_id: issuer to configure in a test instance of that service. */
  readonly rehearsalIssuers: Readonly<Record<Platform, string>>;
  /** Metrics of all servers, in Prometheus text. */
  readonly metrics: string;
  readonly providers: readonly {
    readonly name: string;
    readonly issuer: string;
    readonly levels: readonly Level[];
  }[];
  readonly accounts: readonly {
    readonly provider: string;
    readonly login: string;
    readonly password: string;
    readonly person: string;
    readonly trait: string;
  }[];
  /** Accounts of the partner space. Sign-in needs the code from the mailbox. */
  readonly partners: readonly {
    readonly email: string;
    readonly role: DemonstrationAccount['role'];
    /** Base32, for an authenticator app; absent: no second factor. */
    readonly totpSecret?: string;
  }[];
  readonly clients: readonly {
    readonly platform: Platform;
    readonly environment: Environment;
    readonly clientId: string;
    /** Absent for clients that authenticate with a key. */
    readonly clientSecret?: string;
    readonly redirectUris: readonly string[];
  }[];
}

/** Writes the file atomically and readable by its owner only, because it contains the secrets of the demo clients. */
export function writeRunFile(path: string, run: RunFile): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  writeFileSync(draft, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}
