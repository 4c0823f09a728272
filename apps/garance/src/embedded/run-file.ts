import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment, Level, Platform } from '@garance/core';
import type { DemonstrationAccount } from '@garance/portal';

/** What `npm start` prints and writes to `var/run.json`: everything a person or a test needs to use the federation. */
export interface RunFile {
  readonly portal: string;
  /** The page of addresses and accounts. */
  readonly demonstration: string;
  /** Issuer of the identity provider for professionals, with which partners may sign in. */
  readonly professionals: string;
  /** The page; `{mailbox}/api/messages` is the same as JSON. */
  readonly mailbox: string;
  readonly smtp: string;
  readonly demoService: string;
  readonly civilRegister: string;
  /** Issuers. */
  readonly hubs: Readonly<Record<Platform, Readonly<Record<Environment, string>>>>;
  /** Followed by `/` and its client_id: the issuer that a test instance of a service may be configured on. */
  readonly rehearsalIssuers: Readonly<Record<Platform, string>>;
  /** Prometheus text, of all servers of the process. */
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
  /** Accounts of the partner space, which are entered by a code in the mailbox. */
  readonly partners: readonly {
    readonly email: string;
    readonly role: DemonstrationAccount['role'];
    /** Base32, for an authenticator app; absent without second factor. */
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

/** Whole or not at all, and readable by its owner only: it holds the secrets of the demo clients. */
export function writeRunFile(path: string, run: RunFile): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  writeFileSync(draft, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}
