// What `npm run mutation` can be asked for by name: the code that decides, and the tests that must notice a change of it.
// A scope's tests are its own, each without a database: they run for every single change.

const notCode = ['!**/*.test.{ts,tsx}', '!**/testing/**'];

export const mutationScopes = {
  core: {
    mutate: [
      'packages/core/src/**/*.ts',
      '!packages/core/src/index.ts',
      '!packages/core/src/errors/*.ts',
      'packages/core/src/errors/catalogue.ts',
      '!packages/core/src/identity/countries.ts',
      '!packages/core/src/identity/identity-fixtures.ts',
      ...notCode,
    ],
    tests: ['packages/core/src/**/*.test.ts'],
  },
  oidc: {
    mutate: ['packages/oidc/src/**/*.ts', '!packages/oidc/src/index.ts', ...notCode],
    tests: ['packages/oidc/src/**/*.test.ts'],
  },
  'portal-rights': {
    mutate: ['apps/portal/src/lifecycle/**/*.ts', 'apps/portal/src/kit/{actor,perform}.ts', ...notCode],
    tests: ['apps/portal/src/lifecycle/*.test.ts', 'apps/portal/src/kit/{actor,perform}.test.ts'],
  },
  'portal-doors': {
    mutate: [
      'apps/portal/src/kit/{routes,form,visit,working-days}.ts',
      'apps/portal/src/stages/account/{limits,next,sessions,siret}.ts',
      'apps/portal/src/stages/account/second-factor/{factors,recover,totp}.ts',
      'apps/portal/src/stages/datapass/{check-payload,life,payload,signature,webhook-route}.ts',
      'apps/portal/src/stages/eligibility/decide-eligibility.ts',
      'apps/portal/src/stages/integration/redirect-uri.ts',
      'apps/portal/src/stages/qualification/item-states.ts',
      ...notCode,
    ],
    tests: [
      'apps/portal/src/kit/{form,visit,working-days}.test.{ts,tsx}',
      'apps/portal/src/stages/account/{limits,next,session-rules,siret}.test.ts',
      'apps/portal/src/stages/account/second-factor/{factor-rules,totp}.test.ts',
      'apps/portal/src/stages/datapass/{life,life-steps,payload,signature,webhook-door}.test.ts',
      'apps/portal/src/stages/eligibility/decide-eligibility.test.ts',
      'apps/portal/src/stages/integration/redirect-uri.test.ts',
      'apps/portal/src/stages/qualification/item-states.test.ts',
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

/** Scopes of a name, or of all that begin with it: `portal` is `portal-rights` and `portal-doors`. Empty when there are none. */
export function scopesNamed(name) {
  return Object.keys(mutationScopes).filter((scope) => scope === name || scope.startsWith(`${name}-`));
}

/** Environment variable by which tools/mutation.mjs tells Stryker's and Vitest's configurations which scope is meant. */
export const scopeVariable = 'GARANCE_MUTATION_SCOPE';

/** The scope that this process is to look at. */
export function chosenScope() {
  const name = process.env[scopeVariable] ?? '';
  const scope = Object.hasOwn(mutationScopes, name) ? mutationScopes[name] : undefined;
  if (scope === undefined) throw new Error(`start it by "npm run mutation": ${scopeVariable} names no scope`);
  return { name, ...scope };
}
