/** Why nothing could be asked of a page. */
export type PageFailureReason =
  /** Its scripts never end, or it never finished loading. */
  | 'no-answer'
  /** It went on to another page meanwhile. */
  | 'went-on'
  /** What was asked could not be told of such a page. */
  | 'not-readable'
  /** The window or the browser is gone. */
  | 'closed';

/** Carries its reason and nothing else: a page's own texts must not travel in errors (security.md 23). */
export class PageFailure extends Error {
  readonly reason: PageFailureReason;

  constructor(reason: PageFailureReason) {
    super(`page: ${reason}`);
    this.name = 'PageFailure';
    this.reason = reason;
  }
}
