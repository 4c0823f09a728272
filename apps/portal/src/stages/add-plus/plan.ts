/** Changes that a service on the standard platform needs to use plus as well. Pure. */
import type { Localized, Registration } from '@garance/core';

export interface PlanPoint {
  readonly id: string;
  readonly title: Localized;
  /** Current and future values; '' where the text is enough. */
  readonly before: string;
  readonly after: string;
  readonly advice?: Localized;
}

export interface PlusPlan {
  readonly stays: readonly PlanPoint[];
  readonly changes: readonly PlanPoint[];
}

export interface PlanContext {
  /** Issuer of the standard platform in production, which the service uses now. */
  readonly standardIssuer: string;
  /** Issuers of plus: integration and production. */
  readonly plusIntegration: string;
  readonly plusProduction: string;
  readonly commonIdentifier: boolean;
}

/** Check-list for this registration: points that do not concern it are left out. */
export function planForPlus(registration: Registration, context: PlanContext): PlusPlan {
  const points = [
    ...addresses(registration, context),
    ...keys(registration),
    ...behaviour(registration, context),
  ];
  return {
    stays: points.filter((point) => point.before === point.after && point.advice === undefined),
    changes: points.filter((point) => point.before !== point.after || point.advice !== undefined),
  };
}

function addresses(registration: Registration, context: PlanContext): readonly PlanPoint[] {
  const { redirectUris, displayName, clientId, siteUrl = '' } = registration;
  const uris = redirectUris.join(' ');
  return [
    { id: 'name', title: { fr: 'Nom affiché', en: 'Name shown' }, before: displayName, after: displayName },
    ...(siteUrl === ''
      ? []
      : [
          {
            id: 'site',
            title: { fr: 'Adresse du site', en: 'Site address' },
            before: siteUrl,
            after: siteUrl,
          },
        ]),
    {
      id: 'redirect-uris',
      title: { fr: 'Adresses de retour', en: 'Redirect URIs' },
      before: uris,
      after: uris,
    },
    {
      id: 'issuer',
      title: { fr: 'Émetteur', en: 'Issuer' },
      before: context.standardIssuer,
      after: `${context.plusIntegration} → ${context.plusProduction}`,
      advice: {
        fr: 'Une seconde configuration à côté de la première : chaque bouton a son émetteur.',
        en: 'A second configuration beside the first: each button has its issuer.',
      },
    },
    {
      id: 'discovery',
      title: { fr: 'Découverte', en: 'Discovery' },
      before: '',
      after: `${context.plusProduction}/.well-known/openid-configuration`,
      advice: {
        fr: 'Sur FranceConnect+, les adresses se lisent dans le document de découverte : n’en écrivez aucune en dur.',
        en: 'On FranceConnect+ addresses are read from the discovery document: write none of them down.',
      },
    },
    {
      id: 'client',
      title: { fr: 'Identifiant et secret', en: 'Client id and secret' },
      before: clientId,
      after: '',
      advice: {
        fr: 'D’autres, pour chaque environnement. Ceux de FranceConnect n’y valent rien, et réciproquement.',
        en: 'Others, for each environment. Those of FranceConnect are worth nothing there, and the other way round.',
      },
    },
  ];
}

function keys(registration: Registration): readonly PlanPoint[] {
  const { idToken, userinfo, profile } = registration;
  return [
    publicKeys(registration),
    encryption(registration),
    {
      id: 'signature',
      title: { fr: 'Signature des jetons', en: 'Signature of tokens' },
      before: idToken.signingAlg,
      after: 'ES256',
    },
    ...(userinfo.signingAlg === undefined
      ? [
          {
            id: 'userinfo',
            title: { fr: 'Format d’userinfo', en: 'Userinfo format' },
            before: 'application/json',
            after: 'application/jwt',
          },
        ]
      : []),
    {
      id: 'profile',
      title: { fr: 'Profil de protocole', en: 'Protocol profile' },
      before: profile,
      after: 'franceconnect',
      ...(profile === 'openid' && {
        advice: {
          fr: 'state et nonce (22 caractères au moins) deviennent obligatoires.',
          en: 'state and nonce (at least 22 characters) become mandatory.',
        },
      }),
    },
  ];
}

function publicKeys({ keys: source }: Registration): PlanPoint {
  const now = source.kind === 'jwks_uri' ? source.uri : source.kind;
  const point = { id: 'jwks', title: { fr: 'Clés publiques (JWKS)', en: 'Public keys (JWKS)' } };
  if (source.kind !== 'none') return { ...point, before: now, after: now };
  return {
    ...point,
    before: '',
    after: 'jwks_uri',
    advice: {
      fr: 'Publiez une clé de chiffrement à une adresse publique en https, avec un kid.',
      en: 'Publish an encryption key at a public https address, with a kid.',
    },
  };
}

function encryption({ idToken }: Registration): PlanPoint {
  const now = idToken.encryption?.alg ?? '';
  const point = { id: 'encryption', title: { fr: 'Chiffrement des jetons', en: 'Encryption of tokens' } };
  if (now !== '') return { ...point, before: now, after: now };
  return {
    ...point,
    before: '',
    after: 'RSA-OAEP-256 + A256GCM',
    advice: {
      fr: 'id_token et userinfo arrivent signés puis chiffrés : déchiffrez, puis vérifiez la signature ; refusez ce qui n’est pas chiffré.',
      en: 'id_token and userinfo arrive signed, then encrypted: decrypt, then verify the signature; refuse what is not encrypted.',
    },
  };
}

function behaviour({ auth, scopes }: Registration, context: PlanContext): readonly PlanPoint[] {
  return [
    {
      id: 'auth',
      title: { fr: 'Authentification du client', en: 'Client authentication' },
      before: auth.method,
      after: auth.method,
    },
    {
      id: 'scopes',
      title: { fr: 'Données', en: 'Data' },
      before: scopes.join(' '),
      after: scopes.join(' '),
      advice: {
        fr: 'Les scopes rnipp_* existent en plus ; demandez-les dans la demande si vous en avez besoin.',
        en: 'Scopes rnipp_* exist as well; ask for them in the request if you need them.',
      },
    },
    {
      id: 'level',
      title: { fr: 'Niveau (acr_values)', en: 'Level (acr_values)' },
      before: 'eidas1',
      after: 'eidas2, eidas3',
      advice: {
        fr: 'Demandez le niveau à chaque connexion et vérifiez acr dans l’id_token : eidas1 y est refusé.',
        en: 'Ask for the level at each sign-in and check acr in the id_token: eidas1 is refused there.',
      },
    },
    {
      id: 'session',
      title: { fr: 'Session', en: 'Session' },
      before: '',
      after: 'prompt=login',
      advice: {
        fr: 'L’usager s’authentifie à chaque fois, sans connexion unique. Une session ouverte avec FranceConnect n’ouvre pas les pages qui exigent FranceConnect+.',
        en: 'The citizen authenticates every time, without single sign-on. A session opened with FranceConnect opens no page that needs FranceConnect+.',
      },
    },
    context.commonIdentifier
      ? {
          id: 'sub',
          title: { fr: 'Identifiant de l’usager (sub)', en: 'Citizen’s identifier (sub)' },
          before: 'sub',
          after: 'sub',
        }
      : {
          id: 'sub',
          title: { fr: 'Identifiant de l’usager (sub)', en: 'Citizen’s identifier (sub)' },
          before: 'sub',
          after: 'sub+',
          advice: {
            fr: 'Un autre identifiant par plateforme : rapprochez les comptes par l’identité, jamais par l’adresse électronique seule.',
            en: 'Another identifier on each platform: match accounts by identity, never by e-mail address alone.',
          },
        },
  ];
}
