import { assetUrl } from '../assets.ts';
import { useLocale } from '../locale-context.ts';
import { createMessages } from '../messages.ts';

export interface CopyableCodeProps {
  /** Name of the value, for readers and for the copy button. */
  readonly label: string;
  readonly value: string;
  /** Hides the label visually where the context already names the value. */
  readonly labelHidden?: boolean;
  /** Keeps line breaks and spaces: JSON, commands. */
  readonly block?: boolean;
}

const messages = createMessages({
  fr: { copy: 'Copier', copied: 'Copié' },
  en: { copy: 'Copy', copied: 'Copied' },
});

/**
 * An identifier or code. One click selects all of it; with script, a button copies it. The script is a module, so a
 * browser runs it once per page.
 */
export function CopyableCode({ label, value, labelHidden, block }: CopyableCodeProps) {
  const { copy, copied } = messages(useLocale());
  return (
    <div class="garance-copyable" data-copy={copy} data-copied={copied}>
      <span class={labelHidden ? 'govuk-visually-hidden' : 'garance-copyable__label'}>{label}</span>
      <span class="garance-copyable__row">
        <code
          class={block ? 'garance-copyable__value garance-copyable__value--block' : 'garance-copyable__value'}
        >
          {value}
        </code>
      </span>
      <script type="module" src={assetUrl('copy.js')} />
    </div>
  );
}
