/**
 * The rehearsal issuers, one for each service: their own discovery document and keys, every other endpoint the
 * integration hub's. Faults of these documents are made here, so that no other service sees them. The attacker's keys
 * are published beside them, for services that follow `jku`.
 */
import { platformSchema, type RehearsedHub, signingAlgSchema } from '@garance/core';
import { discoveryDocument } from '@garance/oidc';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { reserved } from '../vocabulary/reserved.ts';
import { rehearsalIssuerOf } from './addresses.ts';
import { wrongAnswer } from './faults/wrong-answer.ts';
import { selfSignedPem } from './forgery/self-signed.ts';
import type { RehearsalParts } from './parts.ts';
import { endRehearsedSession } from './rehearsed-logout.ts';

type OfService = FastifyRequest<{ Params: { readonly platform: string; readonly clientId: string } }>;

/** The issuer that a request is made to, and its hub; none for a service that is not registered there. */
interface Addressed {
  readonly hub: RehearsedHub;
  readonly issuer: string;
}

export function mountRehearsalIssuer(
  app: FastifyInstance,
  parts: RehearsalParts,
  hubs: ReadonlyMap<string, RehearsedHub>,
): void {
  const { records, attackerKeys, origin } = parts;
  const addressed = ({ params }: OfService): Addressed | undefined => {
    const platform = platformSchema.safeParse(params.platform).data;
    const hub = [...hubs.values()].find((candidate) => candidate.platform === platform);
    if (hub?.findRegistration(params.clientId) === undefined) return undefined;
    return { hub, issuer: rehearsalIssuerOf(origin, hub.platform, params.clientId) };
  };
  const json = { config: { answers: 'json' as const } };
  app.get('/:platform/:clientId/.well-known/openid-configuration', json, (request: OfService, reply) => {
    const at = addressed(request);
    return at === undefined ? reply.callNotFound() : publish(reply, discovery(parts, at));
  });
  app.get('/:platform/:clientId/jwks', json, async (request: OfService, reply) => {
    const at = addressed(request);
    return at === undefined ? reply.callNotFound() : publishKeys(parts, at, reply);
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/:platform/:clientId/session/end',
    ...json,
    handler: async (request: OfService, reply) => {
      const at = addressed(request);
      return at === undefined
        ? reply.callNotFound()
        : endRehearsedSession(parts, { ...at, clientId: request.params.clientId }, { request, reply });
    },
  });
  type Forged = FastifyRequest<{ Params: { readonly id: string; readonly alg?: string } }>;
  app.get('/forged/:id/keys/:alg', json, async (request: Forged, reply) => {
    const { id, alg } = request.params;
    const signingAlg = signingAlgSchema.safeParse(alg).data;
    if (records.find(id) === undefined || signingAlg === undefined) return reply.callNotFound();
    records.observe(id, { kind: 'forged-keys' });
    const pem = selfSignedPem(await attackerKeys.key(signingAlg));
    return reply.header('cache-control', 'no-store').type('application/pem-certificate-chain').send(pem);
  });
  app.get('/forged/:id/keys', json, async (request: Forged, reply) => {
    if (records.find(request.params.id) === undefined) return reply.callNotFound();
    records.observe(request.params.id, { kind: 'forged-keys' });
    return publish(reply, { keys: await attackerKeys.publicJwks() });
  });
}

function discovery({ armed, records }: RehearsalParts, { hub, issuer }: Addressed): object {
  const wrong = armed.find(issuer, 'discovery');
  if (wrong === undefined) armed.noteGood(issuer, 'discovery');
  else records.observe(wrong.loginId, { kind: 'discovery', faulty: true });
  const forgedMembers = Object.keys(wrong?.fault.set ?? {}).map((name) => [name, reserved.issuer] as const);
  return {
    ...discoveryDocument({ platform: hub.platform, issuer: hub.issuer }),
    issuer,
    jwks_uri: `${issuer}/jwks`,
    end_session_endpoint: `${issuer}/session/end`,
    ...Object.fromEntries(forgedMembers),
  };
}

async function publishKeys(
  parts: RehearsalParts,
  { issuer }: Addressed,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { armed, records, issuerKeys } = parts;
  const keySet = { keys: await issuerKeys.publicJwks() };
  const wrong = armed.find(issuer, 'jwks');
  if (wrong === undefined) {
    armed.noteGood(issuer, 'jwks');
    return publish(reply, keySet);
  }
  records.observe(wrong.loginId, { kind: 'jwks', faulty: true });
  await parts.wait(wrong.fault.answer.delaySeconds ?? 0);
  const good = { status: 200, contentType: 'application/json', body: JSON.stringify(keySet) };
  const { status, contentType, body } = wrongAnswer(good, wrong.fault.answer);
  return reply.code(status).header('cache-control', 'no-store').type(contentType).send(body);
}

/** Not cacheable: the service must fetch the faulty document. */
function publish(reply: FastifyReply, document: object): FastifyReply {
  return reply.header('cache-control', 'no-store').type('application/json').send(document);
}
