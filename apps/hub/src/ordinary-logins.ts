/** Logins as the specification has them: the default of every part of the seam (`logins.ts`). */
import { encryptJwt } from '@garance/oidc';
import type { HubParts } from './deps.ts';
import type { LoginConduct, Logins } from './logins.ts';
import { rememberLogin } from './logout-record.ts';
import { isUsableProvider } from './permission.ts';
import { authorizationResponseOf } from './to-service.ts';

export function createOrdinaryLogins(parts: HubParts): Logins {
  const conduct = createOrdinaryConduct(parts);
  return {
    conductOf: () => conduct,
    resumes: ({ cookie }) => cookie === undefined,
    // A ticket is an error here: the browser was prepared for a rehearsal, which this hub does not offer.
    admit: async ({ ticket }) =>
      ticket.cookie === undefined ? { ok: true } : { ok: false, error: 'rehearsal.not_here' },
    understands: [],
    otherIssuer: undefined,
    furtherJwks: () => [],
    tokenRefused: () => {},
    logoutRequested: () => {},
  };
}

function createOrdinaryConduct(parts: HubParts): LoginConduct {
  const { config, registry, keyRing } = parts;
  return {
    findAnswer: async () => undefined,
    register: parts.register,
    isForeignTestAccount: async (account) => (await parts.isForeignTestAccount?.(account)) ?? false,
    isUsable: (registration, providerId) => isUsableProvider(registry.findProvider(providerId), registration),
    isConsented: (remembered) => remembered,
    keep: (write) => write(),
    carry: async (answer) => authorizationResponseOf(config, answer),
    protectIdToken: async ({ registration, grant, claims, recipient }) => {
      const signed = await keyRing.signer(registration.idToken.signingAlg).signJwt(claims);
      await rememberLogin(parts, { registration, grant, signedIdToken: signed });
      if (recipient === undefined) return signed;
      return encryptJwt(signed, recipient, { iss: config.issuer, aud: registration.clientId });
    },
    answerToken: async (body) => ({ kind: 'json', status: 200, body }),
    answerUserinfo: async ({ registration, claims, recipient }) => {
      const { signingAlg } = registration.userinfo;
      if (signingAlg === undefined) return { kind: 'json', status: 200, body: claims };
      const signed = await keyRing.signer(signingAlg).signJwt(claims);
      const parties = { iss: config.issuer, aud: registration.clientId };
      const body = recipient === undefined ? signed : await encryptJwt(signed, recipient, parties);
      return { kind: 'raw', status: 200, contentType: 'application/jwt', body };
    },
  };
}
