/**
 * What a relying party must hold, each by the scenarios that are about it: they are played first at a line of code that
 * holds it. A scenario is named by its id, its place in a table, or its family; a slow one by its id only.
 */
export const rules = {
  request: ['requests'],
  state: [
    'callback.state',
    'callback.state-of-another-session',
    'callback.replayed',
    'callback.state-used-once',
    'callback.code-injection',
  ],
  'callback iss': ['callback.iss'],
  callback: ['callback.code', 'callback', 'token-endpoint'],
  discovery: ['discovery'],
  signature: ['id-token.signature', 'userinfo.signature'],
  // Waits for a quarter of the time: only for a client whose own waits are shortened too.
  keys: ['accept.new-signing-key', 'id-token.signature'],
  encryption: ['id-token.encryption', 'id-token.standard-token', 'userinfo.encryption'],
  iss: ['id-token.iss'],
  aud: ['id-token.aud', 'id-token.several-audiences'],
  azp: ['id-token.azp', 'id-token.several-audiences'],
  sub: ['id-token.sub'],
  nonce: ['id-token.nonce'],
  acr: ['id-token.acr', 'sessions.step-up', 'sessions.step-up-lower-answer'],
  at_hash: ['id-token.at-hash', 'accept.at-hash-absent'],
  times: ['id-token.times', 'userinfo.times'],
  'token answer': ['token-endpoint', 'accept'],
  'userinfo sub': ['userinfo.sub'],
  'userinfo iss': ['userinfo.iss'],
  'userinfo aud': ['userinfo.aud'],
  'userinfo times': ['userinfo.times'],
  userinfo: ['userinfo.is-an-id-token', 'userinfo.unsigned-json', 'userinfo'],
  session: ['sessions', 'callback.replayed', 'callback.state-of-another-session'],
  account: ['sessions.account', 'sessions.second-person-replaces'],
  'return address': ['sessions.return-address'],
  'step-up': ['sessions.step-up', 'sessions.step-up-lower-answer'],
  logout: ['logout', 'sessions'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Recommendations that the unchanged client does not follow: they tell nothing of its changes, and are not played. */
export const notFollowed = {
  // Its account page shows integrators their tokens; its refusals show what the hub says.
  demo: ['sessions.id-token-in-page', 'callback.tells-description-of-a-stranger'],
  // One sign-in at a time.
  'openid-client': ['sessions.two-tabs'],
  'by-hand': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Rule = keyof typeof rules;
