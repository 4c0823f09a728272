/**
 * Scripts of the suite run in a world of their own beside the page's: same document, other globals. A page that replaces
 * `document.querySelectorAll`, `Array.prototype`, `Promise` or `JSON` changes nothing here, and what its replacements
 * throw does not come back to the suite (security.md 23).
 */
import type { CDPSession, Page } from 'playwright-core';
import { PageFailure } from './page-failure.ts';

export interface IsolatedWorld {
  /**
   * Value of an expression, or what its promise resolves to, as data.
   *
   * @throws PageFailure
   */
  evaluate<T>(page: Page, expression: string, timeoutMs: number): Promise<T>;
}

const worldName = 'garance';

export function createIsolatedWorld(): IsolatedWorld {
  const sessions = new WeakMap<Page, Promise<CDPSession>>();

  const sessionOf = (page: Page): Promise<CDPSession> => {
    const known = sessions.get(page);
    if (known !== undefined) return known;
    const opened = page.context().newCDPSession(page);
    sessions.set(page, opened);
    opened.catch(() => sessions.delete(page));
    return opened;
  };

  const evaluate = async <T>(page: Page, expression: string): Promise<T> => {
    const session = await sessionOf(page);
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName,
    });
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      contextId,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails !== undefined) throw new PageFailure('not-readable');
    return result.value as T;
  };

  return {
    evaluate: <T>(page: Page, expression: string, timeoutMs: number) =>
      within(timeoutMs, evaluate<T>(page, expression)).catch((error: unknown) => {
        throw error instanceof PageFailure ? error : new PageFailure(page.isClosed() ? 'closed' : 'went-on');
      }),
  };
}

/** @throws PageFailure `no-answer` */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new PageFailure('no-answer')), ms);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
