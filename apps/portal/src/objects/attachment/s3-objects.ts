import { type Clock, GaranceError } from '@garance/core';
import { type Outbound, OutboundError, type OutboundRequest } from '@garance/web/outbound';
import { AwsV4Signer } from 'aws4fetch';
import type { PortalConfig } from '../../deps.ts';

type S3Config = Extract<PortalConfig['attachments'], { kind: 's3' }>;

/** Objects of one bucket. Contents are texts, already encrypted. */
export interface S3Objects {
  put(key: string, content: string): Promise<void>;
  get(key: string): Promise<string>;
  remove(key: string): Promise<void>;
}

/** A sealed document of 10 MB is about 18 MB of text. */
const maxBytes = 24 * 1024 * 1024;

/**
 * A store with the S3 protocol, addressed by path (`<endpoint>/<bucket>/<key>`); requests are signed with AWS Signature
 * Version 4, body included.
 */
export function createS3Objects(
  config: S3Config,
  { outbound, clock }: { readonly outbound: Outbound; readonly clock: Clock },
): S3Objects {
  const send = async (method: 'GET' | 'PUT' | 'DELETE', key: string, body?: string) => {
    const { url, headers } = await new AwsV4Signer({
      method,
      url: `${config.endpoint.replace(/\/$/, '')}/${config.bucket}/${key}`,
      service: 's3',
      region: config.region,
      accessKeyId: config.accessKeyId,
      secretAccessKey: config.secretAccessKey,
      datetime: new Date(clock.now()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
      headers: { 'x-amz-content-sha256': await sha256Hex(body ?? '') },
      ...(body !== undefined && { body }),
    }).sign();
    const request: OutboundRequest = {
      url,
      method,
      headers: Object.fromEntries(headers),
      timeoutMs: 20_000,
      maxBytes,
      ...(body !== undefined && { body }),
    };
    return outbound.request(request).catch((error: unknown) => {
      const detail = error instanceof OutboundError ? error.reason : 'network';
      throw new GaranceError('habilitation.attachment_store_unavailable', { detail, cause: error });
    });
  };
  const expect = async (allowed: readonly number[], sent: ReturnType<typeof send>): Promise<string> => {
    const { status, body } = await sent;
    if (allowed.includes(status)) return body;
    throw new GaranceError('habilitation.attachment_store_unavailable', { detail: `${status}` });
  };
  return {
    put: async (key, content) => {
      await expect([200, 201, 204], send('PUT', key, content));
    },
    get: (key) => expect([200], send('GET', key)),
    remove: async (key) => {
      await expect([200, 204, 404], send('DELETE', key));
    },
  };
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Buffer.from(digest).toString('hex');
}
