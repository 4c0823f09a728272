import { Button, createMessages, Notice, SafeLink, SummaryList, useLocale } from '@garance/web/view';
import type { Attachment } from '../../../objects/attachment/table.ts';
import { type FormValues, textOf } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import type { ItemState } from '../../../objects/qualification/item-states.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Frame, Paragraphs, StatusTag } from '../../../parts/qualification/parts.tsx';
import { qualificationTexts } from '../../../parts/qualification/texts.ts';
import type { PlatformScope } from '../../../parts/scope/service-scope.ts';
import { declarationFields } from '../fields.ts';
import { Evidence } from './evidence.tsx';

const messages = createMessages({
  fr: {
    save: 'Enregistrer',
    changes: 'Ce que l’équipe demande',
    frozen: 'Ce point ne peut pas être modifié en ce moment.',
    evidence: 'Preuve',
  },
  en: {
    save: 'Save',
    changes: 'What the team asks for',
    frozen: 'This item cannot be changed at the moment.',
    evidence: 'Evidence',
  },
});

export interface ItemPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly state: ItemState;
  readonly documents: readonly Attachment[];
  /** Present when this person may change it now. */
  readonly tokens?: { readonly declare: string; readonly attach: string; readonly remove: string };
  readonly values: FormValues;
  /** Version of the item on the page; 0 when it has no declaration. */
  readonly version: number;
  readonly errors: FieldErrors;
}

/** One prerequisite: the partner's declaration and documents. */
export function ItemPage(props: ItemPageProps) {
  const { context, scope, state, documents, tokens, values, version, errors } = props;
  const { locale } = context;
  const texts = messages(locale);
  const shared = qualificationTexts(locale);
  const { prerequisite, status, item } = state;
  const path = `${scope.base}/qualification/items/${prerequisite.id}`;
  return (
    <Frame
      context={context}
      scope={scope}
      title={prerequisite.title[locale]}
      backHref={`${scope.base}/qualification`}
      errors={errors}
    >
      <p class="govuk-body-l">{prerequisite.explanation[locale]}</p>
      <p class="govuk-body">
        {shared.how[prerequisite.proof.how]} <StatusTag status={status} />
      </p>
      {status === 'changes' && (
        <Notice tone="warning" title={texts.changes}>
          <Paragraphs text={item?.comment ?? ''} />
        </Notice>
      )}
      {tokens === undefined ? (
        <Frozen values={values} />
      ) : (
        <PortalForm action={path} csrf={tokens.declare}>
          <input type="hidden" name="version" value={version} />
          <Fields fields={declarationFields} locale={locale} values={values} errors={errors} />
          <Button>{texts.save}</Button>
        </PortalForm>
      )}
      <h2 class="govuk-heading-m">{shared.documents}</h2>
      <Evidence
        scope={scope}
        path={path}
        documents={documents}
        tokens={tokens}
        errors={errors.file === undefined ? [] : [errors.file]}
      />
    </Frame>
  );
}

/** The declaration, read-only. */
function Frozen({ values }: Pick<ItemPageProps, 'values'>) {
  const [text, link] = [textOf(values, 'text'), textOf(values, 'link')];
  const locale = useLocale();
  const texts = messages(locale);
  const shared = qualificationTexts(locale);
  return (
    <>
      <Notice>{texts.frozen}</Notice>
      <SummaryList
        rows={[
          { key: texts.evidence, value: text === '' ? shared.nothing : text },
          {
            key: shared.link,
            value: link === '' ? shared.nothing : <SafeLink href={link}>{link}</SafeLink>,
          },
        ]}
      />
    </>
  );
}
