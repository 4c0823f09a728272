import { Button, type Locale, Select } from '@garance/web/view';
import type { MessageTemplate } from '../../objects/request/tables/templates.ts';
import { reviewTexts } from '../request/review-texts.ts';

interface TemplatePickerProps {
  /** Page that shows the text in its field. */
  readonly action: string;
  readonly anchor: string;
  readonly templates: readonly MessageTemplate[];
  /** Name of the query parameter. */
  readonly name: string;
  readonly locale: Locale;
}

/** Inserts a template without script: requests the page again, with the text in its field. */
export function TemplatePicker({ action, anchor, templates, name, locale }: TemplatePickerProps) {
  const texts = reviewTexts(locale);
  if (templates.length === 0) return null;
  return (
    <form method="get" action={`${action}#${anchor}`} class="garance-filters">
      <Select
        id={`pick-${name}`}
        name={name}
        label={texts.template}
        options={templates.map((template) => ({
          value: template.id,
          label: `${template.title} (${template.locale})`,
        }))}
      />
      <Button variant="secondary">{texts.insert}</Button>
    </form>
  );
}

/** A template with its placeholders filled in. */
export function fillTemplate(
  templates: readonly MessageTemplate[],
  id: unknown,
  facts: { readonly service: string },
): string | undefined {
  const template = templates.find((candidate) => candidate.id === id);
  return template?.body.replaceAll('{service}', facts.service);
}
