import { assetUrl } from '../assets.ts';
import { useLocale } from '../locale-context.ts';
import { createMessages } from '../messages.ts';

export interface CopyableCodeProps {
  /** What the value is; read before it and by the copy button. */
  readonly label: string;
  readonly value: string;
  /** The label is not shown when the surroundings already say it. */
  readonly labelHidden?: boolean;
  /** Line breaks and blanks are kept: JSON, commands. */
  readonly block?: boolean;
}

const messages = createMessages({
  fr: { copy: 'Copier', copied: 'Copié' },
  en: { copy: 'Copy', copied: 'Copied' },
});

/**
 * An identifier or code. One click selects all of it; where scripts run, a button copies it. The script is a module:
 * however many codes a page has, a browser runs it once.
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
