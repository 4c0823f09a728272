/** What a scenario that plays by hand may do. The runner gives it a fresh stage and clears up after it. */
import type { SuiteTarget } from '@garance/core';
import type { Delivery, Observation } from './observation.ts';
import type { RehearsalInput, RehearsedService } from './rehearsal.ts';

/** The service under test, with what only its own developers tell. */
export interface ServiceUnderTest extends SuiteTarget {
  /** The sign-in control on `loginUrl`: CSS selector. Absent: Garance's and the State's official button, then a link or form that leads to the hub. */
  readonly signInControl?: string;
  /** This instance is configured on the rehearsal issuer. */
  readonly onRehearsalIssuer?: boolean;
}

/** A page as it stands. */
export interface View {
  readonly url: string;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly title: string;
  /** Visible text. */
  readonly text: string;
  readonly html: string;
}

/** One browser with cookies of its own. `page` is there when it is a real one. */
export interface Visitor {
  open(url: string): Promise<View>;
  /** The page as it stands now. */
  view(): Promise<View>;
  /** Activates the sign-in control of the page that is open (link, button, form, image with an accessible name). */
  activateSignIn(): Promise<View>;
  /** Activates the first element whose accessible name fits. */
  activate(name: RegExp): Promise<View>;
  /** Brings an answer that the hub withheld, by its response mode. */
  deliver(delivery: Delivery): Promise<View>;
  back(): Promise<View>;
  cookies(): Promise<readonly VisitorCookie[]>;
  setCookie(cookie: { readonly url: string; readonly name: string; readonly value: string }): Promise<void>;
  /** Another browser with the same cookies as now. */
  fork(): Promise<Visitor>;
  screenshot(): Promise<Buffer | undefined>;
  readonly look?: Look;
}

export interface VisitorCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite: 'Strict' | 'Lax' | 'None';
}

/** What only a real browser can tell. */
export interface Look {
  /** Sees the page's document, from a world of its own: what the page's scripts replaced is not replaced there. */
  evaluate<T>(script: string): Promise<T>;
  resize(size: { readonly width: number; readonly height: number }): Promise<void>;
  /** CSS pixels of a page at 400 % zoom are a quarter: 1280 px wide becomes 320. */
  hover(selector: string): Promise<void>;
  focus(selector: string): Promise<void>;
  /** Serious and critical findings only: rule, and in how many places. */
  axe(): Promise<readonly { readonly id: string; readonly places: number }[]>;
  /** Computed style of the first match. */
  style(
    selector: string,
    properties: readonly string[],
  ): Promise<Readonly<Record<string, string>> | undefined>;
  box(
    selector: string,
  ): Promise<
    { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | undefined
  >;
}

export interface Login {
  /** Of the rehearsal token. */
  readonly id: string;
  readonly view: View;
  observations(): Promise<readonly Observation[]>;
}

export interface Stage {
  readonly service: RehearsedService & ServiceUnderTest;
  visitor(): Promise<Visitor>;
  /** Puts a rehearsal token into the browser, opens the sign-in page (`from`; absent, `loginUrl`) and goes through the hub. */
  signIn(visitor: Visitor, input: RehearsalInput, from?: string): Promise<Login>;
  /** Opens the protected page, and whether it shows its content (not the sign-in page, not an error). */
  hasSession(visitor: Visitor): Promise<boolean>;
  showsSignedIn(view: View): boolean | Promise<boolean>;
  /** Every address that browsers of this stage asked for, in order: for judging, never for a report. */
  visited(): readonly string[];
  /** Opens the logout address, confirming where it asks. */
  signOut(visitor: Visitor): Promise<View>;
  wait(seconds: number): Promise<void>;
}
