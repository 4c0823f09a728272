/** The lines of security checks of each client: parts of its modules, and the rule that each holds. */
import type { Platform } from '@garance/core';
import type { Rule } from './rules.ts';

/** Changes below this part; the first row that fits counts. */
export interface Line {
  /** Without its ending. */
  readonly module: string;
  /** `checkLevel`, `idTokenChecks.iss`; absent, the whole module. */
  readonly part?: string;
  readonly rule: Rule;
  /** Rules that the part holds besides. */
  readonly also?: readonly Rule[];
  /** Where it is played. Absent: on plus, which has all that standard has, and encryption. */
  readonly platform?: Platform;
  /** Played at the issuer whose documents misbehave. */
  readonly atRehearsalIssuer?: true;
}

const standard = { platform: 'standard' } as const;

/** `apps/demo/src/service`. */
export const demoLines: readonly Line[] = [
  { module: 'check-answer', part: 'checkEncryption', rule: 'encryption' },
  { module: 'check-answer', part: 'checkLevel', rule: 'acr' },
  { module: 'check-answer', part: 'refuseUnless', rule: 'acr' },
  { module: 'check-answer', part: 'checkAccessTokenHash', rule: 'at_hash' },
  { module: 'check-answer', part: 'checkAuthorizedParty', rule: 'azp' },
  { module: 'check-answer', part: 'checkIssuedAt', rule: 'times' },
  { module: 'check-answer', part: 'checkUserinfo', rule: 'userinfo' },
  { module: 'relying-party', part: 'begin', rule: 'request' },
  {
    module: 'relying-party',
    part: 'redeem',
    rule: 'callback',
    also: ['state', 'nonce', 'times', 'azp', 'at_hash'],
  },
  { module: 'relying-party', part: 'fetchUserinfo', rule: 'userinfo' },
  { module: 'relying-party', part: 'endSessionUrl', rule: 'logout' },
  { module: 'pending-sign-in', part: 'createPendingSignIn', rule: 'acr' },
  { module: 'pending-sign-in', part: 'authorizationParameters', rule: 'request' },
  { module: 'hub-client', part: 'metadata', rule: 'signature' },
  { module: 'hub-client', part: 'createHubClient.configuration', rule: 'signature' },
  { module: 'hub-client', part: 'recordUserinfo', rule: 'encryption' },
  { module: 'client-settings', part: 'importDecryptionKey', rule: 'encryption' },
  { module: 'sessions', part: 'createSessionStore', rule: 'session', also: ['logout', 'state'] },
  { module: 'return-path', rule: 'return address' },
  { module: 'accounts', part: 'createAccounts.visit', rule: 'account' },
  { module: 'bounded-map', part: 'createBoundedMap.find', rule: 'session' },
  { module: 'bounded-map', part: 'createBoundedMap.take', rule: 'session' },
  { module: 'bounded-map', part: 'createBoundedMap.delete', rule: 'session' },
  { module: 'routes/callback', part: 'complete', rule: 'state' },
  { module: 'routes/account', part: 'mountAccount', rule: 'step-up', ...standard },
  { module: 'routes/sign-out', rule: 'logout' },
];

/** `tests/qualification/services`, the honest one: the protocol by hand. */
export const byHandLines: readonly Line[] = [
  { module: 'checks/claims', part: 'isPast', rule: 'times' },
  { module: 'checks/claims', part: 'idTokenChecks.iss', rule: 'iss' },
  { module: 'checks/claims', part: 'idTokenChecks.sub', rule: 'sub' },
  { module: 'checks/claims', part: 'idTokenChecks.aud', rule: 'aud' },
  { module: 'checks/claims', part: 'idTokenChecks.only-audience', rule: 'aud' },
  { module: 'checks/claims', part: 'idTokenChecks.azp', rule: 'azp' },
  { module: 'checks/claims', part: 'idTokenChecks.exp', rule: 'times' },
  { module: 'checks/claims', part: 'idTokenChecks.iat', rule: 'times' },
  { module: 'checks/claims', part: 'idTokenChecks.iat-not-future', rule: 'times' },
  { module: 'checks/claims', part: 'idTokenChecks.nbf', rule: 'times' },
  { module: 'checks/claims', part: 'idTokenChecks.nonce', rule: 'nonce' },
  { module: 'checks/claims', part: 'idTokenChecks.acr-known', rule: 'acr' },
  { module: 'checks/claims', part: 'idTokenChecks.acr', rule: 'acr' },
  { module: 'checks/claims', part: 'idTokenChecks.at_hash', rule: 'at_hash' },
  { module: 'checks/claims', part: 'idTokenChecks', rule: 'iss' },
  { module: 'checks/claims', part: 'userinfoChecks.sub', rule: 'userinfo sub' },
  { module: 'checks/claims', part: 'userinfoChecks.iss', rule: 'userinfo iss' },
  { module: 'checks/claims', part: 'userinfoChecks.aud', rule: 'userinfo aud' },
  { module: 'checks/claims', part: 'userinfoChecks.exp', rule: 'userinfo times' },
  { module: 'checks/claims', part: 'userinfoChecks.nbf', rule: 'userinfo times' },
  { module: 'checks/claims', part: 'userinfoChecks.iat-not-future', rule: 'userinfo times' },
  { module: 'checks/claims', part: 'userinfoChecks.not-an-id-token', rule: 'userinfo' },
  { module: 'checks/claims', part: 'userinfoChecks', rule: 'userinfo sub' },
  { module: 'checks/jose', part: 'decryptionKeyOf', rule: 'encryption' },
  { module: 'checks/jose', part: 'jweChecks', rule: 'encryption' },
  { module: 'checks/jose', part: 'jwsChecks', rule: 'signature' },
  { module: 'checks/protocol', part: 'discoveryChecks', rule: 'discovery', atRehearsalIssuer: true },
  { module: 'checks/protocol', part: 'callbackChecks', rule: 'callback iss' },
  { module: 'checks/protocol', part: 'tokenAnswerChecks', rule: 'token answer' },
  { module: 'checks/protocol', part: 'logoutReturnChecks', rule: 'logout' },
  { module: 'hub/hub-keys', part: 'createHubKeys.find', rule: 'keys' },
  { module: 'hub/http', part: 'ask.response', rule: 'token answer' },
  { module: 'hub/http', part: 'parseObject', rule: 'token answer' },
  { module: 'steps/begin', rule: 'request' },
  { module: 'steps/complete', part: 'takePending', rule: 'state' },
  { module: 'steps/complete', part: 'completeSignIn', rule: 'callback' },
  { module: 'steps/complete', part: 'verifyAnswer', rule: 'callback' },
  { module: 'steps/redeem', part: 'redeem', rule: 'token answer' },
  { module: 'steps/redeem', part: 'clientAuthentication', rule: 'request', ...standard },
  { module: 'steps/sessions', part: 'startSession', rule: 'session' },
  { module: 'steps/sessions', part: 'accountKey', rule: 'account' },
  { module: 'steps/sessions', part: 'signOut', rule: 'logout' },
  { module: 'steps/sessions', part: 'opensHigherLevel', rule: 'step-up' },
  { module: 'steps/sessions', part: 'returnPaths', rule: 'return address' },
  { module: 'steps/sessions', part: 'returnPath', rule: 'return address' },
  { module: 'steps/tokens', part: 'openJwe', rule: 'encryption' },
  { module: 'steps/tokens', part: 'verifyJws', rule: 'signature' },
  { module: 'steps/tokens', part: 'readToken', rule: 'encryption' },
  { module: 'steps/tokens', part: 'readIdToken', rule: 'nonce' },
  { module: 'steps/tokens', part: 'readUserinfoBody', rule: 'userinfo' },
  { module: 'steps/tokens', part: 'readUserinfo', rule: 'userinfo' },
  { module: 'state/accounts', part: 'createAccounts.visit', rule: 'account' },
  { module: 'state/sessions', part: 'createSessionStore.find', rule: 'session' },
  { module: 'state/sessions', part: 'createSessionStore.remember', rule: 'session' },
  { module: 'state/sessions', part: 'createSessionStore.end', rule: 'session' },
  { module: 'serve', part: 'sessionOf', rule: 'session' },
  { module: 'serve', part: 'setSession', rule: 'session' },
  { module: 'serve', part: 'inside', rule: 'session' },
  { module: 'serve', part: 'signOut', rule: 'logout' },
  { module: 'serve', part: 'signedOut', rule: 'logout' },
  { module: 'serve', part: 'higherLevel', rule: 'step-up' },
  { module: 'refusal', part: 'hold', rule: 'iss' },
  { module: 'refusal', part: 'holds', rule: 'iss' },
];

/** `parties/openid-client-party.ts`. */
export const openidClientLines: readonly Line[] = [
  ...(
    [
      ['createParty.signIn', 'request'],
      ['createParty.callback', 'state'],
      ['createParty.redeem', 'callback', 'nonce', 'encryption', 'at_hash', 'userinfo aud'],
      ['createParty.accountOf', 'account'],
      ['createParty.signOut', 'logout'],
      ['createParty.signedOut', 'logout'],
      ['createParty.higher', 'step-up'],
      ['createParty.sessionOf', 'session'],
      ['configure', 'signature'],
      ['requireEncryptedUserinfo', 'encryption'],
      ['requireEncryption', 'encryption'],
      ['checkIdToken', 'acr', 'azp', 'aud', 'times'],
      ['checkAccessToken', 'at_hash'],
      ['checkUserinfo', 'userinfo', 'userinfo iss', 'userinfo aud', 'userinfo times'],
      ['pathWithin', 'return address'],
      ['cookie', 'session'],
    ] as const
  ).map(([part, rule, ...also]) => ({ module: 'openid-client-party', part, rule, also })),
];

/** The row of a change; undefined when it stands on no line of a security check. */
export function lineOf(lines: readonly Line[], module: string, part: string): Line | undefined {
  return lines.find(
    (line) =>
      line.module === module &&
      (line.part === undefined || part === line.part || part.startsWith(`${line.part}.`)),
  );
}
