import { Button, formatDateTime, type Locale, RadioGroup, TextField } from '@garance/web/view';
import type { DiscussionMessage } from '../../objects/discussion/table.ts';
import type { MessageTemplate } from '../../objects/request/tables/templates.ts';
import { TemplatePicker } from '../../parts/discussion/template-picker.tsx';
import { type ReviewTexts, reviewTexts } from '../../parts/request/review-texts.ts';

export interface DiscussionForm {
  readonly csrf: string;
  /** Made with the form: the same form sent twice is one message. */
  readonly messageId: string;
  readonly text: string;
  readonly visibility: string;
  readonly error?: string | undefined;
}

interface DiscussionViewProps {
  readonly requestId: string;
  readonly messages: readonly DiscussionMessage[];
  readonly names: ReadonlyMap<string, string>;
  readonly templates: readonly MessageTemplate[];
  readonly form?: DiscussionForm;
  readonly locale: Locale;
}

/** What was said with the partner, and what the team noted for itself. */
export function DiscussionView({ requestId, messages, names, templates, form, locale }: DiscussionViewProps) {
  const texts = reviewTexts(locale);
  const own = templates.filter(({ kind }) => kind === 'request.message');
  return (
    <section id="discussion">
      <h2 class="govuk-heading-m">{texts.discussion}</h2>
      {messages.length === 0 && <p class="govuk-body">{texts.noMessage}</p>}
      {messages.map((message) => (
        <article
          class={`garance-message${message.internal ? ' garance-message--internal' : ''}`}
          key={message.id}
        >
          <strong>{nameOf(message.author, names, texts)}</strong>, {formatDateTime(locale, message.atMs)}
          {message.internal && ` — ${texts.internalNote}`}
          <br />
          {message.text}
        </article>
      ))}
      {form !== undefined && (
        <>
          <TemplatePicker
            action={`/review/${requestId}`}
            anchor="discussion"
            templates={own}
            name="note"
            locale={locale}
          />
          <form method="post" action={`/review/${requestId}/messages`} novalidate>
            <input type="hidden" name="csrf" value={form.csrf} />
            <input type="hidden" name="id" value={form.messageId} />
            <TextField
              id="text"
              name="text"
              label={texts.message}
              rows={5}
              value={form.text}
              error={form.error}
            />
            <RadioGroup
              id="visibility"
              name="visibility"
              legend={texts.visibility}
              value={form.visibility}
              options={[
                { value: 'partner', label: texts.visibilityPartner, hint: texts.visibilityPartnerHint },
                { value: 'internal', label: texts.visibilityInternal },
              ]}
            />
            <Button variant="secondary">{texts.send}</Button>
          </form>
        </>
      )}
    </section>
  );
}

export function nameOf(id: string, names: ReadonlyMap<string, string>, texts: ReviewTexts): string {
  if (id === 'datapass') return texts.datapass;
  if (id === 'system') return texts.system;
  return names.get(id) ?? texts.somebody;
}
