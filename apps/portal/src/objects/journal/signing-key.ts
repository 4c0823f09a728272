import { generateSigningKey } from '@garance/oidc';
import { z } from 'zod';
import type { PortalDeps } from '../../deps.ts';

const keySchema = z.looseObject({
  kty: z.literal('EC'),
  kid: z.string(),
  crv: z.string(),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

/** A private ES256 key of the platform under that name; sealed at rest, made on first use. */
export async function loadSigningKey({ secrets }: Pick<PortalDeps['store'], 'secrets'>, name: string) {
  const { privateJwk } = await generateSigningKey('ES256');
  const bytes = await secrets.getOrCreate(name, () => Buffer.from(JSON.stringify(privateJwk)));
  return keySchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}
