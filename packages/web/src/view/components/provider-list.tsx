import { useLocale } from '../locale-context.ts';
import { createMessages } from '../messages.ts';
import { safeHref } from '../safe-href.ts';
import { SafeLink } from './safe-link.tsx';

/** One account a citizen may choose. */
export interface ProviderChoice {
  /** Sent as the value of `name` when chosen. */
  readonly value: string;
  readonly label: string;
  readonly logoUrl?: string;
  /** A page to read first: the choice is a link there instead of a button. */
  readonly href?: string;
  /** A short line under the name. */
  readonly hint?: string;
  /** When set, the choice cannot be made and this says why. */
  readonly disabledReason?: string;
}

export interface ProviderListProps {
  readonly choices: readonly ProviderChoice[];
  /** Form field that carries the choice; `provider` unless told. */
  readonly name?: string;
  /** What the list is, for screen readers. */
  readonly label: string;
}

const messages = createMessages({
  fr: { unavailable: 'Indisponible : ' },
  en: { unavailable: 'Unavailable: ' },
});

function Logo({ choice }: { readonly choice: ProviderChoice }) {
  const source = safeHref(choice.logoUrl);
  // The name stands beside it, so the image says nothing more (WCAG 2.2, 1.1.1).
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
 * The accounts to choose from, all of equal size, in the order given. Stands inside a form: each is a submit button, so
 * that it works without script, or a link to a page that is read before. One that cannot be chosen is text, not a button, with the reason under its name.
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
