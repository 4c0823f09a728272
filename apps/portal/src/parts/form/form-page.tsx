import type { ComponentChildren } from 'preact';
import type { FieldErrors } from '../../objects/form.ts';
import { PortalLayout, type PortalPageContext } from '../layout.tsx';
import { FormErrors, hasErrors } from './form-parts.tsx';

interface FormPageProps {
  readonly context: PortalPageContext;
  readonly title: string;
  readonly backHref?: string;
  readonly width?: 'column' | 'wide';
  readonly errors: FieldErrors | undefined;
  readonly children: ComponentChildren;
}

/** Page of a form: errors come first, and are announced in the page title. */
export function FormPage({ errors, children, ...page }: FormPageProps) {
  return (
    <PortalLayout {...page} hasErrors={hasErrors(errors)}>
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{page.title}</h1>
      {children}
    </PortalLayout>
  );
}
