/** The steps of the journeys: actions and pages of a citizen; each page is inspected. */
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

/** Time limit for one page. */
const patienceMs = 8_000;

export async function meetCitizen(stage: Stage, habits: Habits = {}): Promise<Citizen> {
  const { language = 'fr', javaScript = true } = habits;
  const context = await stage.browser.newContext({
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    javaScriptEnabled: javaScript,
    // So that colours are not measured during a transition.
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
  });
  context.setDefaultTimeout(patienceMs);
  return new Citizen(stage, await context.newPage(), { language, javaScript });
}

export class Citizen {
  readonly page: Page;
  /** Console messages: content blocked by a policy, script errors. */
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

  /** A refusal page has an error status, which Chromium reports in the console. */
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

  /** Continues in a window opened by a link. */
  async followsIntoNewWindow(open: () => Promise<unknown>): Promise<Citizen> {
    const [opened] = await Promise.all([this.#context.waitForEvent('page'), open()]);
    return new Citizen(this.#stage, opened, { language: this.#language, javaScript: this.#scripted });
  }

  /** Expects the page of this name in the citizen's language, and inspects it. */
  async sees(name: PageName, variant = ''): Promise<void> {
    await this.looksAt(`${name} ${variant}`.trim(), headings[name][this.#language]);
  }

  /** Expects the page with this heading, and inspects it. */
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

  /** Language expected of the following pages. */
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

  /** Signs in as a demo person with one click. */
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

  /** Makes the provider answer with another level than the requested one. */
  async asksTheProviderForLevel(level: string): Promise<void> {
    await this.page.click('summary');
    await this.page.selectOption('#level', level);
  }

  /** Gives consent to a private service. */
  async agrees(): Promise<void> {
    await this.page.getByRole('checkbox').check();
    await this.continues();
  }

  /** Presses the primary button of a page of the hub. */
  async continues(): Promise<void> {
    await this.page.click(primaryButton);
  }

  /** Double-clicks, as some people do everywhere. */
  async doubleClicks(selector: string): Promise<void> {
    await this.page.dblclick(selector, { noWaitAfter: true });
  }

  async reloads(): Promise<void> {
    await this.page.reload();
  }

  async goesBack(): Promise<void> {
    await this.page.goBack();
  }

  /** Presses the link back to the service, on any page of a login; the service receives `access_denied`. */
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

  /** A value on the account page, by claim name. */
  async reads(claim: string): Promise<string> {
    return ((await this.page.textContent(`[data-claim="${claim}"]`)) ?? '').trim();
  }

  /** The service's reason for a failed sign-in. */
  async readsTheRefusal(): Promise<string> {
    return (await this.page.textContent('[data-refusal]')) ?? '';
  }
}
