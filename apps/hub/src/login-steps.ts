/** Steps of a login as they are traced and counted; a page and the form on it are separate steps. */
export const loginSteps = [
  'authorize',
  'par',
  'choice',
  'choose-provider',
  'another-account',
  'leave',
  'callback',
  'identify',
  'consent-page',
  'consent',
  'token',
  'revocation',
  'userinfo',
  'logout',
] as const;

export type LoginStep = (typeof loginSteps)[number];
