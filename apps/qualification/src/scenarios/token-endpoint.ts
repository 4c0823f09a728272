import type { Scenario } from '../vocabulary/scenario.ts';
import { invalidGrant } from './token-endpoint/invalid-grant.ts';
import { malformedJson } from './token-endpoint/malformed-json.ts';
import { noAccessToken } from './token-endpoint/no-access-token.ts';
import { noIdToken } from './token-endpoint/no-id-token.ts';
import { serverError } from './token-endpoint/server-error.ts';
import { slow } from './token-endpoint/slow.ts';
import { unknownTokenType } from './token-endpoint/unknown-token-type.ts';

export const tokenEndpoint: readonly Scenario[] = [
  invalidGrant,
  serverError,
  slow,
  malformedJson,
  noIdToken,
  noAccessToken,
  unknownTokenType,
];
