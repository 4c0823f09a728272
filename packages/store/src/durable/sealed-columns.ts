import { sealedHubKeys } from './hub-keys.ts';
import { sealedMails } from './outbox.ts';
import { sealedProviderSecrets } from './providers.ts';
import type { SealedColumn } from './reseal.ts';
import { sealedSecrets } from './secrets.ts';

/**
 * Every sealed column of the hubs' tables. Secrets come first: they contain the value by which a process detects a
 * wrong master key, so that a process with the former key alone cannot start once resealing has begun.
 */
export const hubSealedColumns: readonly SealedColumn[] = [
  sealedSecrets,
  sealedHubKeys,
  sealedProviderSecrets,
  sealedMails,
];
