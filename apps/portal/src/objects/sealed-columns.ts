import { hubSealedColumns, type SealedColumn } from '@garance/store';
import { sealedErrands } from './account/tables/browser-errands.ts';
import { sealedSignInCodes } from './account/tables/sign-in-codes.ts';
import { sealedTotpSecrets } from './account/tables/totp-factors.ts';
import { sealedAttachments } from './attachment/table.ts';
import { sealedDeliveries } from './datapass/tables/datapass-deliveries.ts';
import { sealedUnmapped } from './datapass/tables/datapass-requests.ts';
import { sealedWebhookCalls } from './datapass/tables/webhook-calls.ts';
import { sealedWebhookSecrets } from './datapass/tables/webhook-endpoints.ts';
import { sealedTestIdentities } from './registration/tables/test-accounts.ts';

/** Every sealed column of an installation. */
export const sealedColumns: readonly SealedColumn[] = [
  ...hubSealedColumns,
  sealedTotpSecrets,
  sealedSignInCodes,
  sealedErrands,
  sealedAttachments,
  sealedDeliveries,
  sealedUnmapped,
  sealedWebhookSecrets,
  sealedWebhookCalls,
  sealedTestIdentities,
];
