import { sealedHubKeys } from './hub-keys.ts';
import { sealedMails } from './outbox.ts';
import { sealedProviderSecrets } from './providers.ts';
import type { SealedColumn } from './reseal.ts';
import { sealedSecrets } from './secrets.ts';

/**
 * Every sealed column of the hubs' tables. Secrets come first: they hold the value by which a process tells a wrong master key,
 * so that none with the former key alone can start once sealing anew has begun.
 */
export const hubSealedColumns: readonly SealedColumn[] = [
  sealedSecrets,
  sealedHubKeys,
  sealedProviderSecrets,
  sealedMails,
];
