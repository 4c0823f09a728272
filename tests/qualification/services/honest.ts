import { idTokenChecks, userinfoChecks } from './checks/claims.ts';
import { jweChecks, jwsChecks } from './checks/jose.ts';
import { callbackChecks, discoveryChecks, logoutReturnChecks, tokenAnswerChecks } from './checks/protocol.ts';
import { discover } from './hub/discovery.ts';
import { createHubKeys } from './hub/hub-keys.ts';
import { randomValue } from './steps/begin.ts';
import { completeSignIn, takePending, verifyAnswer } from './steps/complete.ts';
import { redeem } from './steps/redeem.ts';
import { accountKey, opensHigherLevel, returnPath, signOut, startSession } from './steps/sessions.ts';
import { openJwe, readIdToken, readUserinfo, readUserinfoBody, verifyJws } from './steps/tokens.ts';
import type { ImplementationTable } from './types.ts';

/** The honest service: as strict as the platforms ask, and no stricter. */
export const honest: ImplementationTable = {
  checks: {
    discovery: discoveryChecks,
    callback: callbackChecks,
    tokenAnswer: tokenAnswerChecks,
    jwe: jweChecks,
    jws: jwsChecks,
    idToken: idTokenChecks,
    userinfo: userinfoChecks,
    person: [],
    logoutReturn: logoutReturnChecks,
  },
  does: {
    state: randomValue,
    nonce: randomValue,
    codeVerifier: randomValue,
    authorizationParameters: (parameters) => parameters,
    metadata: discover,
    createKeys: createHubKeys,
    takePending,
    completeSignIn,
    verifyAnswer,
    tokenForm: (form) => form,
    redeem,
    openJwe,
    verifyJws,
    readIdToken,
    readUserinfo,
    readUserinfoBody,
    accountKey,
    startSession,
    signOut,
    opensHigherLevel,
    returnPath,
    afterSignIn: (location) => location,
    moreCookies: () => [],
    admit: async () => undefined,
    cookieNames: (name) => [name],
    jwks: (published) => published,
    page: (html) => html,
    failurePage: (_failure, html) => ({ status: 400, html }),
    css: (css) => css,
    headers: (headers) => headers,
    cookie: (flags) => flags,
  },
};
