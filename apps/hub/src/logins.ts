/**
 * The one seam for what may differ between logins: where the identity comes from, what is stored about the person, what
 * carries the answer to the service, how the id_token and userinfo are protected. The steps use it for every login and
 * have no branch of their own. The default is `ordinary-logins.ts`; a composition that offers rehearsals wraps it in
 * `rehearsal/rehearsed-logins.ts`.
 */
import type { CivilRegister, EndSessionFacts, ErrorCode, Registration } from '@garance/core';
import type { AuthorizationOutcome, Claims, RawParams, RecipientKey } from '@garance/oidc';
import type { JWK } from 'jose';
import type { ApiAnswer } from './api-outcome.ts';
import type { Grant } from './grant.ts';
import type { StoredRequest } from './stored-request.ts';
import type { ToServiceOutcome } from './to-service.ts';
import type { EndingResponse, VerifiedAnswer } from './transaction.ts';

export interface Logins {
  /** @param plan as `admit` returned it, stored sealed with the login; without one the login is an ordinary one */
  conductOf(plan: string | undefined): LoginConduct;
  /** Whether a browser with this ticket may continue a login under way. */
  resumes(ticket: Ticket): boolean;
  /** Decides on a new login by the ticket that the browser carries; an invalid ticket is an error. */
  admit(arrival: Arrival): Promise<Admission>;
  /** Names of reserved parameters of the authorization request that this hub understands. */
  readonly understands: readonly string[];
  /** An issuer besides the hub's own that this client may name as audience of its assertions. */
  readonly otherIssuer: ((clientId: string) => string) | undefined;
  /** Signing keys that are published in addition to the hub's own. */
  furtherJwks(): readonly JWK[];
  /** Called for each token request that was refused. */
  tokenRefused(call: ServiceCall, error: ErrorCode): void;
  /** Called for each logout request that could be read. */
  logoutRequested(logout: RequestedLogout): void;
}

export interface LoginConduct {
  /** Identity source: the verified answer, when no provider needs to be asked. */
  findAnswer(request: StoredRequest): Promise<VerifiedAnswer | undefined>;
  /** The register that confirms the identity. */
  readonly register: CivilRegister;
  /** Whether the account is a test account of another service's. */
  isForeignTestAccount(account: ProviderAccount): Promise<boolean>;
  /** Whether an identity of this source may still be used for this service. */
  isUsable(registration: Registration, providerId: string): boolean;
  /** Whether the login skips the consent page. @param remembered the citizen agreed earlier in this session */
  isConsented(remembered: boolean): boolean;
  /** Runs the writes of a sign-in: history, mail, cookies. @returns false when it had to be recorded and could not */
  keep(write: () => Promise<boolean>): Promise<boolean>;
  /** How the answer reaches the service. */
  carry(answer: ToServiceOutcome): Promise<EndingResponse>;
  /** The id_token as sent: signed, and encrypted to `recipient` where there is one. */
  protectIdToken(token: IdTokenToProtect): Promise<string>;
  /** The answer of the token endpoint. */
  answerToken(body: Claims, call: ServiceCall): Promise<ApiAnswer>;
  /** The answer of the userinfo endpoint, protected as registered. */
  answerUserinfo(answer: UserinfoToProtect): Promise<ApiAnswer>;
}

/** What a browser carries besides its authorization request, and the raw query string of that request. */
export interface Ticket {
  readonly cookie: string | undefined;
  readonly query: string;
}

export interface Arrival {
  readonly ticket: Ticket;
  readonly params: RawParams;
  readonly browserSecret: string;
  /** The outcome of the request's checks. */
  readonly checked: AuthorizationOutcome;
}

export type Admission =
  | { readonly ok: true; readonly plan?: string | undefined }
  | { readonly ok: false; readonly error: ErrorCode };

/** An account at a provider, with the service it signs in to. */
export interface ProviderAccount {
  readonly providerId: string;
  /** The provider's own identifier of the person. */
  readonly providerSub: string;
  readonly serviceId: string;
}

/** A request to the token endpoint. */
export interface ServiceCall {
  readonly authorization: string | undefined;
  readonly params: RawParams;
  /** Raw query string of the request URL. */
  readonly query: string;
}

export interface IdTokenToProtect {
  readonly registration: Registration;
  readonly grant: Grant;
  readonly claims: Claims;
  /** Absent where the registration asks for no encryption. */
  readonly recipient: RecipientKey | undefined;
  readonly call: ServiceCall;
}

export interface UserinfoToProtect {
  readonly registration: Registration;
  /** The claims as sent: those of a JWT where the registration asks for one. */
  readonly claims: Claims;
  readonly sub: string;
  readonly recipient: RecipientKey | undefined;
  /** Raw query string of the request URL. */
  readonly query: string;
}

export interface RequestedLogout {
  readonly params: RawParams;
  readonly browserSecret: string | undefined;
  readonly hint: EndSessionFacts['idTokenHint'];
  /** From the hint or from the request, not authenticated. */
  readonly clientId: string | undefined;
}
