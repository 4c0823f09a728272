import { levels } from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { KnownAccount } from '../accounts.ts';
import type { DemoProviderProfile } from '../demo-provider.ts';
import { providerMessages } from './messages.ts';
import { Shell } from './shell.tsx';

export interface SignInPageProps {
  readonly profile: DemoProviderProfile;
  readonly locale: Locale;
  /** Path of this interaction, target of the form. */
  readonly action: string;
  readonly accounts: readonly KnownAccount[];
  /** Level reached unless another one is chosen. */
  readonly level: 'eidas1' | 'eidas2' | 'eidas3';
  /** After a wrong password: the login that was entered. */
  readonly failed?: { readonly login: string };
}

/** The sign-in page: the demo accounts as buttons, login and password, the level, and cancelling. */
export function SignInPage(props: SignInPageProps) {
  const { profile, locale, action, failed } = props;
  const messages = providerMessages[locale].signIn;
  const other = locale === 'fr' ? 'en' : 'fr';
  return (
    <Shell
      profile={profile}
      locale={locale}
      title={failed === undefined ? messages.title : `${messages.errorPrefix}${messages.title}`}
      otherLanguageHref={`${action}?lang=${other}`}
    >
      {failed === undefined ? null : (
        <div class="error-summary" role="alert" tabindex={-1}>
          <h2>{messages.errorTitle}</h2>
          <p>
            <a href="#login">{messages.wrongPassword}</a>
          </p>
        </div>
      )}
      <h1>{messages.title}</h1>
      <form method="post" action={`${action}?lang=${locale}`}>
        <Credentials {...props} />
        <Trouble {...props} />
        <People {...props} />
      </form>
    </Shell>
  );
}

function Credentials({ locale, failed }: SignInPageProps) {
  const messages = providerMessages[locale].signIn;
  const invalid = failed === undefined ? {} : { 'aria-invalid': true as const };
  return (
    <>
      <div class="field">
        <label for="login">{messages.login}</label>
        <input
          id="login"
          name="login"
          type="text"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          value={failed?.login ?? ''}
          {...invalid}
        />
      </div>
      <div class="field">
        <label for="password">{messages.password}</label>
        <p class="hint" id="password-hint">
          {messages.passwordHint}
        </p>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          aria-describedby="password-hint"
          {...invalid}
        />
      </div>
      <div class="actions">
        <button class="primary" type="submit" name="action" value="sign-in">
          {messages.submit}
        </button>
        <button class="secondary" type="submit" name="action" value="cancel">
          {messages.cancel}
        </button>
      </div>
    </>
  );
}

function Trouble({ locale, level }: SignInPageProps) {
  const messages = providerMessages[locale].signIn;
  return (
    <details>
      <summary>{messages.trouble}</summary>
      <div class="field">
        <label for="level">{messages.level}</label>
        <p class="hint" id="level-hint">
          {messages.levelHint}
        </p>
        <select id="level" name="level" aria-describedby="level-hint">
          <option value="">{messages.asRequested(messages.levelNames[level])}</option>
          {levels
            .filter((other) => other !== level)
            .map((other) => (
              <option key={other} value={other}>
                {`${messages.levelNames[other]} (${other})`}
              </option>
            ))}
        </select>
      </div>
    </details>
  );
}

function People({ locale, accounts }: SignInPageProps) {
  const messages = providerMessages[locale].signIn;
  return (
    <section aria-labelledby="people">
      <h2 id="people">{messages.people}</h2>
      <p class="hint">{messages.peopleHint}</p>
      <ul class="people">
        {accounts.map(({ login, claims, trait }) => (
          <li key={login}>
            <button type="submit" name="account" value={login}>
              <span class="person">
                {claims.given_name} {claims.family_name}
              </span>
              <span class="trait">{trait[locale]}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
