/** For tests: a citizen's browser, with functions for the steps of a login. */
import type { FastifyInstance } from 'fastify';
import { type Answer, createHttpBrowser, type Fields, type Visit } from './http-browser.ts';
import type { TestService } from './service.ts';

export type Browser = ReturnType<typeof createBrowser>;

export interface CallbackInput {
  readonly providerId?: string;
  readonly state?: string;
  /** Other parameters of the callback. */
  readonly more?: Fields;
}

export function createBrowser({ app, issuer }: { readonly app: FastifyInstance; readonly issuer: string }) {
  const { origin, pathname: base } = new URL(issuer);
  const http = createHttpBrowser(app, origin);
  let upstream = { providerId: '', state: '', nonce: '' };

  /** Sends an authorization request to the hub; ends at the choice page, or wherever the hub redirects. */
  const authorize = (request: Fields, visit?: Visit) =>
    http.get(`${base}/authorize?${new URLSearchParams(request)}`, visit);

  /** Reads the request to a provider off a redirect. */
  const noteUpstream = ({ leavesTo, params }: Answer): void => {
    const { state = '', nonce = '' } = params;
    upstream = { providerId: leavesTo?.hostname.split('.')[0] ?? '', state, nonce };
  };

  /** Chooses an account; remembers the request to the provider. */
  const choose = async (providerId = 'alpha'): Promise<Answer> => {
    const answer = await http.submit('/provider', { provider: providerId });
    noteUpstream(answer);
    return answer;
  };

  /** Returns from the provider. */
  const callback = ({ providerId = upstream.providerId, state = upstream.state, more }: CallbackInput = {}) =>
    http.get(
      `${base}/oidc-callback/${providerId}?${new URLSearchParams({ code: 'code-of-the-provider', state, ...more })}`,
    );

  /** Authorize, choose, callback: ends at the consent page. */
  const signIn = async (service: TestService, changes: Fields = {}, providerId?: string): Promise<Answer> => {
    await authorize(service.request(changes));
    await choose(providerId);
    return callback();
  };

  /** Continues from the information or consent page. */
  const consent = (fields: Fields = { consent: 'yes' }) => http.submit('/consent', fields);

  /** A whole login: the code. */
  const login = async (service: TestService, changes?: Fields, providerId?: string): Promise<string> => {
    await signIn(service, changes, providerId);
    const answer = await consent();
    const { code } = answer.params;
    if (code === undefined) throw new Error(`no code: ${answer.status} ${errorCodeOf(answer)}`);
    return code;
  };

  return {
    ...http,
    authorize,
    noteUpstream,
    choose,
    upstream: () => upstream,
    callback,
    signIn,
    consent,
    /** Returns to the service. */
    leave: () => http.submit('/leave'),
    login,
  };
}

/** The catalogue code on an error page, or the error that a service receives. */
export function errorCodeOf({ body, params }: Answer): string | undefined {
  return params.error ?? /\b((?:[a-z_]+)\.[a-z_]+)<\/code>/.exec(body)?.[1];
}
