import { useLocale } from '../locale-context.ts';
import { layoutMessages } from './messages.ts';

export type BandKind = 'integration' | 'demonstration';

/** Names the environment on every page outside production. */
export function Band({ kind }: { readonly kind: BandKind | undefined }) {
  if (kind === undefined) return null;
  const { name, text } = layoutMessages(useLocale()).band[kind];
  return (
    <div class="garance-band">
      <p class="govuk-width-container garance-band__text">
        <strong>{name}</strong> <span aria-hidden="true">·</span> {text}
      </p>
    </div>
  );
}
