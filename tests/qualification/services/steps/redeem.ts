import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { ask, parseObject } from '../hub/http.ts';
import { hold, Refusal } from '../refusal.ts';
import type { Claims, Exchange, SampleService, Tokens } from '../types.ts';
import { redirectUri } from './begin.ts';

const assertionSeconds = 60;

/** Code against tokens (OpenID Connect Core §3.1.3.1). @throws Refusal `token.*` */
export async function redeem({ service, metadata, params, pending }: Exchange): Promise<Tokens> {
  const { does, checks } = service.implementation;
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code: params.get('code') ?? '',
    redirect_uri: redirectUri(service),
    code_verifier: pending.codeVerifier,
    ...(await clientAuthentication(service)),
  });
  const answer = await ask({
    place: 'token',
    url: metadata.token_endpoint,
    timeoutMs: service.settings.timing.timeoutMs,
    form: does.tokenForm(form),
  });
  if (answer.status !== 200) throw new Refusal(`token.http_${answer.status}`);
  const body: Claims = parseObject('token', answer.body);
  await hold('token', checks.tokenAnswer, { body });
  return { idToken: String(body.id_token ?? ''), accessToken: String(body.access_token ?? '') };
}

/** The registered method, alone (RFC 6749 §2.3). */
async function clientAuthentication({ settings }: SampleService): Promise<Readonly<Record<string, string>>> {
  const { clientId, clientSecret } = settings;
  if (clientSecret !== undefined) return { client_id: clientId, client_secret: clientSecret };
  return {
    client_id: clientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await clientAssertion(settings),
  };
}

/** RFC 7523 §3: for the issuer alone, once, for a minute. */
export async function clientAssertion({
  clientId,
  keys,
  issuer,
  clock,
}: SampleService['settings']): Promise<string> {
  const now = Math.floor(clock.now() / 1000);
  return new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid: keys.signing.kid ?? '' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(issuer())
    .setIssuedAt(now)
    .setExpirationTime(now + assertionSeconds)
    .sign(await importJWK(keys.signing, 'ES256'));
}
