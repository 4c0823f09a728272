/** The vocabulary of the journeys: what a citizen does and sees, each step followed by a look at the page. */
import type { DemoProviderId, SignInEntryName } from '@garance/demo';
import { signInEntries } from '@garance/demo';
import type { Locale } from '@garance/web/view';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TestFederation } from '../federation.ts';
import type { Inspector } from './inspector.ts';
import { headings, type PageName } from './pages.ts';

export interface Stage {
  readonly federation: TestFederation;
  readonly browser: Browser;
  readonly inspector: Inspector;
}

export interface Habits {
  readonly language?: Locale;
  readonly javaScript?: boolean;
}

export const primaryButton =
  'main form .govuk-button:not(.govuk-button--secondary):not(.garance-button--quiet)';

/** A journey that takes longer than this for one page has failed. */
const patienceMs = 8_000;

export async function meetCitizen(stage: Stage, habits: Habits = {}): Promise<Citizen> {
  const { language = 'fr', javaScript = true } = habits;
  const context = await stage.browser.newContext({
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    javaScriptEnabled: javaScript,
    // Colours are measured at once, not in the middle of a transition.
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
  });
  context.setDefaultTimeout(patienceMs);
  return new Citizen(stage, await context.newPage(), { language, javaScript });
}

export class Citizen {
  readonly page: Page;
  /** What the browser complained about: scripts, styles and frames that a policy stopped, errors of scripts. */
  readonly complaints: string[] = [];
  readonly #stage: Stage;
  readonly #context: BrowserContext;
  readonly #scripted: boolean;
  #language: Locale;

  constructor(stage: Stage, page: Page, { language, javaScript }: Required<Habits>) {
    this.page = page;
    this.#stage = stage;
    this.#context = page.context();
    this.#scripted = javaScript;
    this.#language = language;
    this.#listen(page);
  }

  /** A refusal page has the status of a refusal, which Chromium mentions as an error. */
  #listen(page: Page): void {
    const refusals = new Set<string>();
    page.on('response', (response) => {
      if (response.request().isNavigationRequest() && response.status() >= 400) refusals.add(response.url());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      const expected = message.text().startsWith('Failed to load') && refusals.has(message.location().url);
      if (message.type() === 'error' && !expected) this.complaints.push(message.text());
    });
  }

  async leaves(): Promise<void> {
    await this.#context.close();
  }

  /** Goes on in a window that a link opened. */
  async followsIntoNewWindow(open: () => Promise<unknown>): Promise<Citizen> {
    const [opened] = await Promise.all([this.#context.waitForEvent('page'), open()]);
    return new Citizen(this.#stage, opened, { language: this.#language, javaScript: this.#scripted });
  }

  /** The page of this name, in the citizen's language, and well made. */
  async sees(name: PageName, variant = ''): Promise<void> {
    await this.looksAt(`${name} ${variant}`.trim(), headings[name][this.#language]);
  }

  /** The page with this heading, in the citizen's language, and well made. */
  async looksAt(name: string, heading: string): Promise<void> {
    const expected = this.page.getByRole('heading', { level: 1, name: heading, exact: true });
    await expected.waitFor().catch(async () => {
      const found = (await this.page.textContent('h1, body')) ?? '';
      throw new Error(`expected "${heading}", found "${found.trim()}" at ${this.page.url().split('?')[0]}`);
    });
    expect(await this.page.getAttribute('html', 'lang')).toBe(this.#language);
    const picture = `${name} ${this.#language}`.replaceAll(' ', '-');
    await this.#stage.inspector.inspect(this.page, { name: picture, scripted: this.#scripted });
  }

  async text(): Promise<string> {
    return (await this.page.textContent('main')) ?? '';
  }

  /** The next pages are expected in this language. */
  nowReads(language: Locale): void {
    this.#language = language;
  }

  async switchesTo(language: Locale): Promise<void> {
    this.nowReads(language);
    await this.page.click(`nav a[hreflang=${language}], header a[lang=${language}]`);
  }

  async opensTheService(): Promise<void> {
    await this.page.goto(this.#stage.federation.run.demoService);
    await this.sees('service home');
  }

  async clicksSignIn(entry: SignInEntryName): Promise<void> {
    await this.page.click(`#sign-in-${signInEntries[entry].path}`);
    await this.sees('account choice', entry);
  }

  async startsSignIn(entry: SignInEntryName): Promise<void> {
    await this.opensTheService();
    await this.clicksSignIn(entry);
  }

  async chooses(provider: DemoProviderId): Promise<void> {
    await this.page.click(`button[name=provider][value=${provider}]`);
    await this.sees('provider sign-in', provider);
  }

  /** Becomes an invented person with one click. */
  async signsInAs(login: string): Promise<void> {
    await this.page.click(`button[name=account][value=${login}]`);
  }

  async signsInWithPassword(login: string): Promise<void> {
    await this.page.fill('#login', login);
    await this.page.fill('#password', 'garance');
    await this.page.press('#password', 'Enter');
  }

  async cancelsThere(): Promise<void> {
    await this.page.click('button[value=cancel]');
  }

  /** The provider will answer with this level instead of the one asked for. */
  async asksTheProviderForLevel(level: string): Promise<void> {
    await this.page.click('summary');
    await this.page.selectOption('#level', level);
  }

  /** A private service asks for consent. */
  async agrees(): Promise<void> {
    await this.page.getByRole('checkbox').check();
    await this.continues();
  }

  /** The one primary button of a page of the hub. */
  async continues(): Promise<void> {
    await this.page.click(primaryButton);
  }

  /** As people do who are used to icons. */
  async doubleClicks(selector: string): Promise<void> {
    await this.page.dblclick(selector, { noWaitAfter: true });
  }

  async reloads(): Promise<void> {
    await this.page.reload();
  }

  async goesBack(): Promise<void> {
    await this.page.goBack();
  }

  /** On every page of a login: back to the service, which is told that the citizen gave up. */
  async goesBackToTheService(): Promise<void> {
    await this.page.click('form[action$="/leave"] button');
  }

  async signsInThrough(entry: SignInEntryName, provider: DemoProviderId, login: string): Promise<void> {
    await this.startsSignIn(entry);
    await this.chooses(provider);
    await this.signsInAs(login);
    await this.sees('what is shared', entry);
    await (entry === 'plusHigh' ? this.agrees() : this.continues());
    await this.sees('service account', entry);
  }

  async signsOutOfTheService(): Promise<void> {
    await this.page.click('form[action="/sign-out"] button');
  }

  /** One of the facts on the account page, by claim name. */
  async reads(claim: string): Promise<string> {
    return ((await this.page.textContent(`[data-claim="${claim}"]`)) ?? '').trim();
  }

  /** Why the service says that nobody signed in. */
  async readsTheRefusal(): Promise<string> {
    return (await this.page.textContent('[data-refusal]')) ?? '';
  }
}
