import { defineCheck } from '../checks.ts';
import { type RawParams, single } from '../params.ts';

const noParams: RawParams = new Map();

/** RFC 6750 §2.1: `b64token`. */
const bearer = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/** A userinfo request, as sent. */
interface PresentedToken {
  readonly authorization?: string | undefined;
  /** Parameters of the query string. */
  readonly query: RawParams;
  /** Body of a POST with a form. */
  readonly body?: RawParams | undefined;
}

/**
 * Finds the access token of a userinfo request: in the header, or in the form body of a POST. Never in the URL, which
 * logs and Referer headers would disclose.
 */
export const findAccessToken = defineCheck({
  name: 'presented-token',
  clause: 'RFC 6750 §2.1, §2.2; RFC 9700 §4.3.2',
  errors: ['token.access_token_in_query', 'token.access_token_missing', 'token.access_token_malformed'],
  run({ authorization, query, body = noParams }: PresentedToken) {
    if (query.has('access_token')) return { ok: false, error: 'token.access_token_in_query' };
    const inBody = body.has('access_token');
    if (authorization === undefined && !inBody) return { ok: false, error: 'token.access_token_missing' };
    const token =
      authorization === undefined ? single(body, 'access_token') : bearer.exec(authorization)?.[1];
    const presentedTwice = authorization !== undefined && inBody;
    return presentedTwice || token === undefined
      ? { ok: false, error: 'token.access_token_malformed' }
      : { ok: true, adds: { token } };
  },
});
