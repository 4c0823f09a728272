// Scopes of `npm run mutation` by name: the code to mutate, and the tests that must detect its changes. A scope's tests
// are its own, each without a database, because they run for every single change.

const notCode = ['!**/*.test.{ts,tsx}', '!**/testing/**'];

export const mutationScopes = {
  core: {
    mutate: [
      'packages/core/src/**/*.ts',
      '!packages/core/src/index.ts',
      '!packages/core/src/errors/*.ts',
      'packages/core/src/errors/catalogue.ts',
      '!packages/core/src/identity/countries.ts',
      ...notCode,
    ],
    tests: ['packages/core/src/**/*.test.ts'],
  },
  oidc: {
    mutate: ['packages/oidc/src/**/*.ts', '!packages/oidc/src/index.ts', ...notCode],
    tests: ['packages/oidc/src/**/*.test.ts'],
  },
  'portal-rights': {
    mutate: [
      'apps/portal/src/objects/lifecycle/*.ts',
      'apps/portal/src/objects/*/lifecycle.ts',
      'apps/portal/src/objects/account/actor.ts',
      ...notCode,
    ],
    tests: [
      'apps/portal/src/objects/lifecycle/*.test.ts',
      'apps/portal/src/objects/{lifecycles,paths}.test.ts',
      'apps/portal/src/objects/account/actor.test.ts',
    ],
  },
  'portal-doors': {
    mutate: [
      'apps/portal/src/parts/{routes,visit}.ts',
      'apps/portal/src/parts/form/form.ts',
      'apps/portal/src/objects/time/working-days.ts',
      'apps/portal/src/parts/session/{limits,sessions}.ts',
      'apps/portal/src/stages/account/next.ts',
      'apps/portal/src/objects/form/siret.ts',
      'apps/portal/src/stages/account/second-factor/factors.ts',
      'apps/portal/src/objects/account/{recover,totp}.ts',
      'apps/portal/src/objects/datapass/{check-payload,life,payload,signature}.ts',
      'apps/portal/src/stages/datapass/webhook-route.ts',
      'apps/portal/src/objects/service/decide-eligibility.ts',
      'apps/portal/src/objects/form/web-address.ts',
      'apps/portal/src/objects/qualification/item-states.ts',
      ...notCode,
    ],
    tests: [
      'apps/portal/src/parts/visit.test.tsx',
      'apps/portal/src/parts/form/form.test.ts',
      'apps/portal/src/objects/time/working-days.test.ts',
      'apps/portal/src/parts/session/limits.test.ts',
      'apps/portal/src/stages/account/{next,session-rules}.test.ts',
      'apps/portal/src/objects/form/siret.test.ts',
      'apps/portal/src/stages/account/second-factor/factor-rules.test.ts',
      'apps/portal/src/objects/account/totp.test.ts',
      'apps/portal/src/objects/datapass/{life,life-transitions,payload,signature}.test.ts',
      'apps/portal/src/stages/datapass/webhook-door.test.ts',
      'apps/portal/src/objects/service/decide-eligibility.test.ts',
      'apps/portal/src/objects/form/web-address.test.ts',
      'apps/portal/src/objects/qualification/item-states.test.ts',
    ],
  },
  hub: {
    mutate: [
      'apps/hub/src/{permission,session,transaction,interaction,to-service,registry,ids,grant}.ts',
      'apps/hub/src/{browser,client-auth-context,dispatch,logout-record,upstream-state}.ts',
      'apps/hub/src/steps/{authorize,callback,choose-provider,consent,identify,logout,token,userinfo}/*.ts',
      '!**/claim-labels.ts',
      ...notCode,
    ],
    tests: [
      'apps/hub/src/{hub,permission,session,transaction,registry,rehearsal}.test.ts',
      'apps/hub/src/attacks/*.test.ts',
      'apps/hub/src/steps/{authorize,callback,choose-provider,consent,identify,logout,token,userinfo}/*.test.ts',
    ],
  },
};

/**
 * Scopes of a name, or all that begin with it: `portal` is `portal-rights` and `portal-doors`. Empty when there are
 * none.
 */
export function scopesNamed(name) {
  return Object.keys(mutationScopes).filter((scope) => scope === name || scope.startsWith(`${name}-`));
}

/** Environment variable by which tools/mutation.mjs passes the scope to Stryker's and Vitest's configurations. */
export const scopeVariable = 'GARANCE_MUTATION_SCOPE';

/** The scope of this process. */
export function chosenScope() {
  const name = process.env[scopeVariable] ?? '';
  const scope = Object.hasOwn(mutationScopes, name) ? mutationScopes[name] : undefined;
  if (scope === undefined) throw new Error(`start it by "npm run mutation": ${scopeVariable} names no scope`);
  return { name, ...scope };
}
