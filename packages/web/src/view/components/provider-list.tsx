import { useLocale } from '../locale-context.ts';
import { createMessages } from '../messages.ts';
import { safeHref } from '../safe-href.ts';
import { SafeLink } from './safe-link.tsx';

/** One account a citizen may choose. */
export interface ProviderChoice {
  /** Value of the form field when this account is chosen. */
  readonly value: string;
  readonly label: string;
  readonly logoUrl?: string;
  /** Address of an intermediate page: the choice is then a link instead of a button. */
  readonly href?: string;
  /** A short line under the name. */
  readonly hint?: string;
  /** Why this account cannot be chosen; absent when it can. */
  readonly disabledReason?: string;
}

export interface ProviderListProps {
  readonly choices: readonly ProviderChoice[];
  /** Name of the form field; default `provider`. */
  readonly name?: string;
  /** Name of the list for screen readers. */
  readonly label: string;
}

const messages = createMessages({
  fr: { unavailable: 'Indisponible : ' },
  en: { unavailable: 'Unavailable: ' },
});

function Logo({ choice }: { readonly choice: ProviderChoice }) {
  const source = safeHref(choice.logoUrl);
  // Decorative: the name is next to it (WCAG 2.2, 1.1.1).
  if (source !== undefined)
    return <img class="garance-provider__logo" src={source} alt="" width="40" height="40" />;
  return (
    <span class="garance-provider__logo garance-provider__logo--initial" aria-hidden="true">
      {[...choice.label][0]?.toUpperCase()}
    </span>
  );
}

function ProviderText({ choice }: { readonly choice: ProviderChoice }) {
  const unavailable = messages(useLocale()).unavailable;
  return (
    <span class="garance-provider__text">
      <span class="garance-provider__name">{choice.label}</span>
      {choice.hint !== undefined && <span class="garance-provider__hint">{choice.hint}</span>}
      {choice.disabledReason !== undefined && (
        <span class="garance-provider__hint">
          <span class="govuk-visually-hidden">{unavailable}</span>
          {choice.disabledReason}
        </span>
      )}
    </span>
  );
}

function Choice({ choice, name }: { readonly choice: ProviderChoice; readonly name: string }) {
  const content = (
    <>
      <Logo choice={choice} />
      <ProviderText choice={choice} />
    </>
  );
  if (choice.disabledReason !== undefined)
    return <div class="garance-provider garance-provider--disabled">{content}</div>;
  if (choice.href !== undefined)
    return (
      <SafeLink class="garance-provider" href={choice.href}>
        {content}
      </SafeLink>
    );
  return (
    <button type="submit" class="garance-provider" name={name} value={choice.value}>
      {content}
    </button>
  );
}

/**
 * The accounts to choose from, of equal size, in the given order. Used inside a form: each is a submit button, which
 * needs no script, or a link to an intermediate page. An account that cannot be chosen is text with the reason below it.
 */
export function ProviderList({ choices, name = 'provider', label }: ProviderListProps) {
  return (
    <ul class="garance-providers" aria-label={label}>
      {choices.map((choice) => (
        <li key={choice.value}>
          <Choice choice={choice} name={name} />
        </li>
      ))}
    </ul>
  );
}
