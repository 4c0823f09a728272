import type { Localized } from '@garance/core';

type Locale = keyof Localized;

export interface SignInButtonProps {
  readonly locale: Locale;
  /** Path of the service that starts the sign-in. */
  readonly href: string;
  /** Trade name after "S'identifier avec" / "Sign in with". */
  readonly brand: string;
  /** Text under the brand when a service has several buttons of the same brand. */
  readonly detail?: string;
  /** Page that explains the brand; opens in the same window. */
  readonly aboutHref: string;
  /** Unique in the page, which may have several buttons. */
  readonly id: string;
}

const texts = {
  fr: {
    sentence: (brand: string) =>
      `${brand} vous permet de vous identifier avec un compte que vous avez déjà, sans nouveau mot de passe.`,
    label: 'S’identifier avec',
    about: (brand: string) => `Qu’est-ce que ${brand}\u00a0?`,
  },
  en: {
    sentence: (brand: string) =>
      `${brand} lets you identify yourself with an account you already have, without a new password.`,
    label: 'Sign in with',
    about: (brand: string) => `What is ${brand}?`,
  },
};

/**
 * A neutral sign-in button: a sentence above it, a link below. No State emblem, no script; styled by `signInButtonCss`.
 * A link and not a form, because starting a sign-in changes nothing at the service.
 */
export function SignInButton({ locale, href, brand, detail, aboutHref, id }: SignInButtonProps) {
  const t = texts[locale];
  return (
    <div class="sign-in">
      <p class="sign-in__sentence" id={`${id}-sentence`}>
        {t.sentence(brand)}
      </p>
      <a class="sign-in__button" href={href} id={id} aria-describedby={`${id}-sentence`}>
        <KeyMark />
        <span class="sign-in__text">
          <span class="sign-in__label">{t.label} </span>
          <strong class="sign-in__brand">{brand}</strong>
          {detail === undefined ? null : <span class="sign-in__detail"> {detail}</span>}
        </span>
      </a>
      <p class="sign-in__about">
        <a href={aboutHref}>{t.about(brand)}</a>
      </p>
    </div>
  );
}

function KeyMark() {
  return (
    <svg
      class="sign-in__mark"
      viewBox="0 0 32 32"
      width="32"
      height="32"
      aria-hidden="true"
      focusable="false"
    >
      <circle cx="11" cy="16" r="6" fill="none" stroke="currentColor" stroke-width="3" />
      <path
        d="M17 16h12m-4 0v5m-5-5v4"
        fill="none"
        stroke="currentColor"
        stroke-width="3"
        stroke-linecap="round"
      />
    </svg>
  );
}
