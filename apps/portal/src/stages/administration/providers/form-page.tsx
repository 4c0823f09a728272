import type { HubId } from '@garance/core';
import { Button, Details } from '@garance/web/view';
import type { FormValues } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { hubSlug } from '../../../objects/hubs.ts';
import { Fields, Sections } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { nameFields, type ProviderContext, providerSections } from './fields.ts';
import { providerTexts } from './texts.ts';

export interface ProviderFormProps {
  readonly context: PortalPageContext;
  readonly hub: HubId;
  readonly csrf: string;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

const root = '/administration/providers';

export function ProviderForm(props: ProviderFormProps & Pick<ProviderContext, 'existing'>) {
  const { context, hub, existing, csrf, values, errors } = props;
  const { locale } = context;
  const texts = providerTexts(locale);
  const state = { locale, values, errors };
  // Whether plain http is allowed does not change how fields are shown.
  const shown = { hub, existing, allowHttp: false };
  const base = `${root}/${hubSlug(hub)}`;
  return (
    <PortalForm action={existing === undefined ? base : `${base}/${existing.id}`} csrf={csrf}>
      <Fields fields={nameFields(shown)} {...state} />
      {providerSections(shown).map(({ folded = [], ...section }) => (
        <>
          <Sections sections={[section]} {...state} />
          {folded.length > 0 && (
            <Details
              summary={texts.endpoints}
              open={values.source_kind === 'endpoints' || folded.some(({ name }) => name in errors)}
            >
              <Fields fields={folded} {...state} />
            </Details>
          )}
        </>
      ))}
      <Button>{existing === undefined ? texts.create : texts.save}</Button>
    </PortalForm>
  );
}
