import type { Scenario } from '../vocabulary/scenario.ts';
import { cellsOf } from './families/cells.ts';
import { htmlBody } from './userinfo/html-body.ts';
import { http401 } from './userinfo/http-401.ts';
import { http500 } from './userinfo/http-500.ts';
import { isAnIdToken } from './userinfo/is-an-id-token.ts';
import { noAnswer } from './userinfo/no-answer.ts';
import { unsignedJson } from './userinfo/unsigned-json.ts';

export const userinfo: readonly Scenario[] = [
  ...cellsOf('userinfo'),
  unsignedJson,
  isAnIdToken,
  http401,
  http500,
  noAnswer,
  htmlBody,
];
