/** What the service asks for, and how. */

import { ask } from '../hub/http.ts';
import { randomValue } from '../steps/begin.ts';
import type { ImplementationTable } from '../types.ts';
import { both, type Defect, doing, plusOnly } from './defect.ts';

/** Changes the authorization request as it leaves. */
function asking(
  honest: ImplementationTable,
  change: (parameters: URLSearchParams) => void,
): ImplementationTable {
  return doing(honest, {
    authorizationParameters: (parameters) => {
      change(parameters);
      return parameters;
    },
  });
}

const shortLength = 10;
const sequenceWidth = 43;
/** Then it was taken out of service. */
const oldNodeAnswers = 3;

export const requestDefects: readonly Defect[] = [
  {
    name: 'hard-coded-endpoints',
    platforms: both,
    title: {
      fr: 'Ne lit pas la découverte : adresses écrites dans le code',
      en: 'Reads no discovery: addresses written in the code',
    },
    turnsRed: ['requests.uses-discovery'],
    plant: (honest) =>
      doing(honest, {
        metadata: async ({ settings }) => {
          const { documentedIssuer } = settings;
          const issuer = settings.issuer();
          return {
            authorization_endpoint: `${documentedIssuer}/authorize`,
            token_endpoint: `${documentedIssuer}/token`,
            userinfo_endpoint: `${documentedIssuer}/userinfo`,
            jwks_uri: `${issuer}/jwks`,
            end_session_endpoint: `${issuer}/session/end`,
            authorization_response_iss_parameter_supported: true,
          };
        },
      }),
  },
  {
    name: 'sequential-state',
    platforms: both,
    title: { fr: 'state numéroté, donc prévisible', en: 'state numbered, hence predictable' },
    turnsRed: ['requests.state'],
    plant: (honest) => {
      let last = 0;
      return doing(honest, {
        state: () => {
          last += 1;
          return String(last).padStart(sequenceWidth, '0');
        },
      });
    },
  },
  {
    name: 'short-state',
    platforms: both,
    title: { fr: 'state de dix caractères', en: 'state of ten characters' },
    turnsRed: ['requests.state'],
    plant: (honest) => doing(honest, { state: () => randomValue().slice(0, shortLength) }),
  },
  {
    name: 'fixed-nonce',
    platforms: both,
    title: { fr: 'Le même nonce à chaque connexion', en: 'The same nonce in every login' },
    turnsRed: ['requests.nonce'],
    plant: (honest) => {
      const nonce = randomValue();
      return doing(honest, { nonce: () => nonce });
    },
  },
  {
    name: 'no-pkce',
    platforms: both,
    title: { fr: 'Pas de PKCE', en: 'No PKCE' },
    turnsRed: ['requests.pkce'],
    plant: withoutPkce,
  },
  {
    name: 'asks-unknown-scope',
    platforms: both,
    title: { fr: 'Demande un scope qui n’existe pas', en: 'Asks for a scope that does not exist' },
    turnsRed: ['requests.scopes'],
    plant: (honest) =>
      asking(honest, (parameters) => parameters.set('scope', `${parameters.get('scope')} address`)),
  },
  {
    name: 'asks-no-level',
    platforms: both,
    title: { fr: 'Ne demande aucun niveau de garantie', en: 'Asks for no assurance level' },
    turnsRed: ['requests.acr-values'],
    plant: (honest) => asking(honest, (parameters) => parameters.delete('acr_values')),
  },
  {
    name: 'one-node-with-old-address',
    platforms: both,
    title: {
      fr: 'Une de ses machines donnait encore une ancienne adresse de retour',
      en: 'One of its machines still gave an old redirect address',
    },
    turnsRed: ['requests.redirect-uri'],
    plant: (honest) => {
      const counts = new Map<string, number>();
      return doing(honest, {
        authorizationParameters: (parameters, { settings }) => {
          const count = (counts.get(settings.base) ?? 0) + 1;
          counts.set(settings.base, count);
          if (count === oldNodeAnswers) parameters.set('redirect_uri', `${settings.base}/old-callback`);
          return parameters;
        },
      });
    },
  },
  {
    name: 'tries-another-client-authentication',
    platforms: both,
    title: {
      fr: 'Essaie d’abord une autre authentification que celle enregistrée',
      en: 'First tries another client authentication than the registered one',
    },
    turnsRed: ['requests.client-authentication'],
    plant: (honest) =>
      doing(honest, {
        redeem: async (exchange) => {
          const { clientId, clientSecret = 'secret', timing } = exchange.service.settings;
          const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
          const code = exchange.params.get('code') ?? '';
          await ask({
            place: 'token',
            url: exchange.metadata.token_endpoint,
            timeoutMs: timing.timeoutMs,
            headers: { authorization: `Basic ${basic}` },
            form: new URLSearchParams({
              grant_type: 'authorization_code',
              code,
              code_verifier: exchange.pending.codeVerifier,
            }),
          });
          return honest.does.redeem(exchange);
        },
      }),
  },
  {
    name: 'credentials-in-url',
    platforms: both,
    title: {
      fr: 'Met son secret ou son assertion dans l’adresse',
      en: 'Puts its secret or its assertion into the address',
    },
    turnsRed: ['requests.no-credentials-in-url'],
    plant: (honest) =>
      doing(honest, {
        authorizationParameters: (parameters, { settings }) => {
          const { clientSecret } = settings;
          if (clientSecret !== undefined) parameters.set('client_secret', clientSecret);
          else parameters.set('client_assertion', 'eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl');
          return parameters;
        },
      }),
  },
  {
    name: 'publishes-private-key',
    platforms: plusOnly,
    title: { fr: 'Publie la partie privée d’une clé', en: 'Publishes the private part of a key' },
    turnsRed: ['requests.published-keys'],
    plant: (honest) =>
      doing(honest, {
        jwks: ({ keys }) => ({ keys: [...keys, { ...keys.at(-1), kid: 'forgotten', d: randomValue() }] }),
      }),
  },
  {
    name: 'repeats-kid',
    platforms: plusOnly,
    title: { fr: 'Publie deux clés sous le même kid', en: 'Publishes two keys under one kid' },
    turnsRed: ['requests.published-keys'],
    plant: (honest) =>
      doing(honest, {
        jwks: ({ keys }) => ({ keys: [...keys, { ...keys.at(-1) }] }),
      }),
  },
];

export function withoutPkce(honest: ImplementationTable): ImplementationTable {
  return doing(
    asking(honest, (parameters) => {
      parameters.delete('code_challenge');
      parameters.delete('code_challenge_method');
    }),
    {
      tokenForm: (form) => {
        form.delete('code_verifier');
        return form;
      },
    },
  );
}
