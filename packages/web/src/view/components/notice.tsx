import type { ComponentChildren } from 'preact';
import { useLocale } from '../locale-context.ts';
import { createMessages } from '../messages.ts';

export type NoticeTone = 'info' | 'warning' | 'error' | 'success';

export interface NoticeProps {
  readonly tone?: NoticeTone;
  readonly title?: ComponentChildren;
  readonly children?: ComponentChildren;
}

const messages = createMessages({
  fr: { info: 'Information', warning: 'Attention', error: 'Erreur', success: 'C’est fait' },
  en: { info: 'Information', warning: 'Warning', error: 'Error', success: 'Done' },
});

/** On a 24 × 24 grid. An icon, since colour alone must not carry the tone (WCAG 2.2, 1.4.1). */
const icons: Readonly<Record<NoticeTone, string>> = {
  info: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm1.2 15.5h-2.4v-7h2.4v7Zm0-8.8h-2.4V6.3h2.4v2.4Z',
  warning: 'M12 2.5 1.3 21h21.4L12 2.5Zm1.2 15.6h-2.4v-2.4h2.4v2.4Zm0-3.9h-2.4V8.8h2.4v5.4Z',
  error: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm1.2 15.5h-2.4v-2.4h2.4v2.4Zm0-4h-2.4V6.5h2.4v7Z',
  success:
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.6 14.6-4.1-4.1L8 10.8l2.4 2.4 5.6-5.6 1.7 1.7-7.3 7.3Z',
};

/** A highlighted message. Screen readers announce errors at once and successes when idle; the others only in reading order. */
export function Notice({ tone = 'info', title, children }: NoticeProps) {
  const role = tone === 'error' ? 'alert' : tone === 'success' ? 'status' : undefined;
  return (
    <div class={`garance-notice garance-notice--${tone}`} role={role}>
      <svg class="garance-notice__icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <path fill="currentColor" d={icons[tone]} />
      </svg>
      <div class="garance-notice__body">
        <p class="garance-notice__title">
          {title === undefined ? (
            messages(useLocale())[tone]
          ) : (
            <>
              <span class="govuk-visually-hidden">{messages(useLocale())[tone]} : </span>
              {title}
            </>
          )}
        </p>
        {children}
      </div>
    </div>
  );
}
