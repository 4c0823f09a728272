import type { Scenario } from '../vocabulary/scenario.ts';
import { algNone } from './id-token/alg-none.ts';
import { alteredPayload } from './id-token/altered-payload.ts';
import { alteredSignature } from './id-token/altered-signature.ts';
import { embeddedJku } from './id-token/embedded-jku.ts';
import { embeddedJwk } from './id-token/embedded-jwk.ts';
import { encryptedToAnotherKey } from './id-token/encrypted-to-another-key.ts';
import { expired } from './id-token/expired.ts';
import { futureIat } from './id-token/future-iat.ts';
import { hs256ClientSecret } from './id-token/hs256-client-secret.ts';
import { hs256PublicDer } from './id-token/hs256-public-der.ts';
import { hs256PublicJwk } from './id-token/hs256-public-jwk.ts';
import { hs256PublicPem } from './id-token/hs256-public-pem.ts';
import { lowerLevel } from './id-token/lower-level.ts';
import { missingAcr } from './id-token/missing-acr.ts';
import { missingAud } from './id-token/missing-aud.ts';
import { missingExp } from './id-token/missing-exp.ts';
import { missingIat } from './id-token/missing-iat.ts';
import { missingIss } from './id-token/missing-iss.ts';
import { missingNonce } from './id-token/missing-nonce.ts';
import { missingSub } from './id-token/missing-sub.ts';
import { notEncrypted } from './id-token/not-encrypted.ts';
import { notSigned } from './id-token/not-signed.ts';
import { rsa15 } from './id-token/rsa1-5.ts';
import { severalAudiences } from './id-token/several-audiences.ts';
import { standardToken } from './id-token/standard-token.ts';
import { unknownCrit } from './id-token/unknown-crit.ts';
import { unknownKey } from './id-token/unknown-key.ts';
import { wrongAudience } from './id-token/wrong-audience.ts';
import { wrongIssuer } from './id-token/wrong-issuer.ts';
import { wrongNonce } from './id-token/wrong-nonce.ts';
import { zip } from './id-token/zip.ts';

export const idToken: readonly Scenario[] = [
  wrongIssuer,
  wrongAudience,
  severalAudiences,
  missingSub,
  missingAud,
  missingIss,
  missingExp,
  missingIat,
  missingNonce,
  wrongNonce,
  expired,
  lowerLevel,
  missingAcr,
  algNone,
  hs256ClientSecret,
  hs256PublicPem,
  hs256PublicDer,
  hs256PublicJwk,
  alteredSignature,
  unknownKey,
  embeddedJwk,
  embeddedJku,
  alteredPayload,
  unknownCrit,
  standardToken,
  notEncrypted,
  notSigned,
  encryptedToAnotherKey,
  rsa15,
  zip,
  futureIat,
];
