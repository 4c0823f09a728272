import type { ComponentChildren } from 'preact';
import { SafeLink } from './safe-link.tsx';

export interface SummaryRow {
  readonly key: ComponentChildren;
  readonly value: ComponentChildren;
  /** `about` completes the link text for screen readers: "Modifier" + "le contact technique". */
  readonly action?: { readonly href: string; readonly label: string; readonly about: string };
}

/** Names and values, such as the data to be shared or a registration. */
export function SummaryList({ rows }: { readonly rows: readonly SummaryRow[] }) {
  return (
    <dl class="govuk-summary-list">
      {rows.map(({ key, value, action }) => (
        <div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">{key}</dt>
          <dd class="govuk-summary-list__value">{value}</dd>
          {action !== undefined && (
            <dd class="govuk-summary-list__actions">
              <SafeLink href={action.href}>
                {action.label}
                <span class="govuk-visually-hidden"> {action.about}</span>
              </SafeLink>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
