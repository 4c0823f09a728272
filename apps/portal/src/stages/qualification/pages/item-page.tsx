import {
  Button,
  createMessages,
  Notice,
  SafeLink,
  SummaryList,
  TextField,
  useLocale,
} from '@garance/web/view';
import type { Attachment } from '../../../objects/attachment/table.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import type { ItemState } from '../../../objects/qualification/item-states.ts';
import { FormErrors, PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Frame, Paragraphs, StatusTag } from '../../../parts/qualification/parts.tsx';
import { qualificationTexts } from '../../../parts/qualification/texts.ts';
import type { PlatformScope } from '../../../parts/scope/service-scope.ts';
import { Evidence } from './evidence.tsx';

const messages = createMessages({
  fr: {
    text: 'Votre déclaration',
    textHint: 'Dites ce qui est, précisément : l’équipe le lit.',
    link: 'Adresse d’une vidéo ou d’une page (facultatif)',
    save: 'Enregistrer',
    changes: 'Ce que l’équipe demande',
    frozen: 'Ce point ne peut pas être modifié en ce moment.',
    evidence: 'Preuve',
  },
  en: {
    text: 'Your declaration',
    textHint: 'Say what is so, precisely: the team reads it.',
    link: 'Address of a video or page (optional)',
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
  /** Present where this person may change it now. */
  readonly tokens?: { readonly declare: string; readonly attach: string; readonly remove: string };
  readonly values: { readonly text: string; readonly link: string; readonly version: number };
  readonly errors: FieldErrors;
}

/** One prerequisite: the partner's declaration and documents. */
export function ItemPage({ context, scope, state, documents, tokens, values, errors }: ItemPageProps) {
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
      hasErrors={Object.keys(errors).length > 0}
    >
      <FormErrors errors={errors} />
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
        <Declaration action={path} csrf={tokens.declare} values={values} errors={errors} />
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
function Frozen({ values: { text, link } }: Pick<ItemPageProps, 'values'>) {
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

interface DeclarationProps extends Pick<ItemPageProps, 'values' | 'errors'> {
  readonly action: string;
  readonly csrf: string;
}

function Declaration({ action, csrf, values, errors }: DeclarationProps) {
  const texts = messages(useLocale());
  return (
    <PortalForm action={action} csrf={csrf}>
      <input type="hidden" name="version" value={values.version} />
      <TextField
        id="text"
        name="text"
        label={texts.text}
        hint={texts.textHint}
        value={values.text}
        error={errors.text}
        rows={6}
        maxLength={4000}
      />
      <TextField
        id="link"
        name="link"
        type="url"
        label={texts.link}
        value={values.link}
        error={errors.link}
      />
      <Button>{texts.save}</Button>
    </PortalForm>
  );
}
