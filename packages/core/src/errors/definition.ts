/** A message in the two languages of the pages. */
export interface Localized {
  readonly fr: string;
  readonly en: string;
}

/** One entry of the error catalogue. Texts never contain a parameter's value, a token or an identity attribute. */
export interface ErrorDefinition {
  /** The OAuth / OpenID `error` in an answer to a service. */
  readonly oauth: string;
  /** HTTP status where the error is answered directly. */
  readonly status: number;
  /** Whether the error may be sent by redirect. False means a page: client or redirect URI are unproven, or the browser is not bound. */
  readonly redirect: boolean;
  /** What a citizen reads: what happened and what to do next. */
  readonly citizen: Localized;
  /** What an integrator or operator reads: cause and remedy. Also the `error_description` (ASCII, RFC 6749 §4.1.2.1). */
  readonly operator: string;
  /** Source clause. */
  readonly clause: string;
}
