/** A partner with an account in the partner space and a browser of their own. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Stage } from '../actors.ts';
import { findMail } from './mails.ts';
import { totpCode } from './totp.ts';

export type Fields = Readonly<Record<string, string | readonly string[]>>;

const patienceMs = 20_000;

/** A partner space and its mailbox, of any federation. */
export interface PartnerStage extends Pick<Stage, 'browser' | 'inspector'> {
  readonly federation: { readonly run: { readonly portal: string; readonly mailbox: string } };
}

export async function meetPartner(stage: PartnerStage): Promise<Partner> {
  const context = await stage.browser.newContext({
    locale: 'fr-FR',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
  });
  context.setDefaultTimeout(patienceMs);
  return new Partner(stage, await context.newPage());
}

export class Partner {
  readonly page: Page;
  readonly #stage: PartnerStage;

  constructor(stage: PartnerStage, page: Page) {
    this.#stage = stage;
    this.page = page;
  }

  async leaves(): Promise<void> {
    await this.page.context().close();
  }

  /** Opens a path of the partner space, or an absolute address. */
  async opens(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.#stage.federation.run.portal).href);
  }

  /** Inspects the page: axe at two widths, no sideways scrolling. */
  async looksAt(name: string): Promise<void> {
    await this.page.locator('main h1').waitFor();
    await this.#stage.inspector.inspect(this.page, { name: `partner-${name}`, scripted: true });
  }

  /** Path of the current page. */
  path(): string {
    return new URL(this.page.url()).pathname;
  }

  async text(): Promise<string> {
    return (await this.page.textContent('main')) ?? '';
  }

  /** Follows the first link with this beginning of its address. */
  async follows(href: string): Promise<void> {
    await this.page.locator(`main a[href^="${href}"]`).first().click();
  }

  /** Fills and submits the form with this end of its action; `mark` selects one of several. */
  async sends(action: string, fields: Fields = {}, { mark = '', button = '' } = {}): Promise<void> {
    const form = this.page.locator(`main form[action$="${action}"]${mark}`).first();
    for (const [name, filled] of Object.entries(fields)) {
      const field = form.locator(`[name="${name}"]`).first();
      const type = await field.getAttribute('type');
      if (type === 'radio' || type === 'checkbox') {
        for (const value of [filled].flat()) await form.locator(`[name="${name}"][value="${value}"]`).check();
      } else {
        await field.fill([filled].flat().join('\n'));
      }
    }
    await form.locator(`button:not([type="button"])${button}`).first().click();
    await this.page.waitForLoadState();
  }

  /** A value shown for copying, by part of its label. */
  async copies(label: string): Promise<string> {
    const shown = this.page.locator('.garance-copyable', { hasText: label }).first();
    return ((await shown.locator('code').textContent()) ?? '').trim();
  }

  /** Signs in with the code from the mailbox; `name` for a new account. */
  async signsIn(email: string, name?: string): Promise<void> {
    await this.sends('/sign-in', { email });
    await this.page.waitForURL('**/sign-in/code**');
    const mail = await findMail(this.#stage.federation, email, 'Votre code de connexion');
    await this.sends('/sign-in/code', { code: /Votre code : (\d{6})/.exec(mail.text)?.[1] ?? '' });
    if (name === undefined) return;
    await this.page.waitForURL('**/sign-in/name**');
    await this.sends('/sign-in/name', { name });
  }

  /** Enters the code of an authenticator app with this secret. */
  async showsSecondFactor(totpSecret: string): Promise<void> {
    expect(this.path()).toBe('/second-factor');
    await this.sends('/second-factor', { code: totpCode(totpSecret, Date.now()) });
  }

  /** Adds an authenticator app where a page requires one. @returns its secret */
  async addsSecondFactor(): Promise<string> {
    await this.page.waitForURL('**/account/second-factors?**');
    await this.looksAt('second-factors');
    await this.sends('/account/second-factors/totp');
    await this.page.waitForURL('**/account/second-factors/totp**');
    const secret = await this.page.locator('main .garance-copyable code').first().textContent();
    const code = totpCode((secret ?? '').trim(), Date.now());
    await this.sends('/account/second-factors/totp/confirm', { code });
    return secret ?? '';
  }
}
