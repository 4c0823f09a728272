import { describeRun } from './run-the-suite.ts';

describeRun([
  'accept.plain',
  'id-token.wrong-nonce',
  'callback.wrong-state',
  'userinfo.other-sub',
  'ux.sign-in-button',
]);
