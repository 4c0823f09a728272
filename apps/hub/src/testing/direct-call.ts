/** For tests: a call that a service makes to the hub without a browser. */
import type { FastifyInstance } from 'fastify';
import type { Credentials } from './client-credentials.ts';

export interface DirectAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The parsed JSON body; an empty object for other bodies. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** @param base path of the issuer, before every path that is called */
export function createDirectCall(app: FastifyInstance, base: string) {
  return async (
    method: 'GET' | 'POST',
    path: string,
    { headers = {}, fields }: Partial<Credentials>,
  ): Promise<DirectAnswer> => {
    const response = await app.inject({
      method,
      url: `${base}${path}`,
      headers: {
        ...(fields !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(fields !== undefined && { payload: new URLSearchParams(fields).toString() }),
    });
    const isJson = response.headers['content-type']?.toString().startsWith('application/json') === true;
    return {
      status: response.statusCode,
      headers: response.headers as DirectAnswer['headers'],
      body: response.body,
      json: isJson ? (response.json() as Readonly<Record<string, unknown>>) : {},
    };
  };
}
