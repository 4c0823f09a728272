import type { Scenario } from '../vocabulary/scenario.ts';
import { alteredSignature } from './userinfo/altered-signature.ts';
import { htmlBody } from './userinfo/html-body.ts';
import { http401 } from './userinfo/http-401.ts';
import { http500 } from './userinfo/http-500.ts';
import { isAnIdToken } from './userinfo/is-an-id-token.ts';
import { noAnswer } from './userinfo/no-answer.ts';
import { notEncrypted } from './userinfo/not-encrypted.ts';
import { otherSub } from './userinfo/other-sub.ts';
import { unsignedJson } from './userinfo/unsigned-json.ts';
import { wrongAudience } from './userinfo/wrong-audience.ts';
import { wrongIssuer } from './userinfo/wrong-issuer.ts';

export const userinfo: readonly Scenario[] = [
  otherSub,
  unsignedJson,
  alteredSignature,
  isAnIdToken,
  wrongAudience,
  wrongIssuer,
  notEncrypted,
  http401,
  http500,
  noAnswer,
  htmlBody,
];
