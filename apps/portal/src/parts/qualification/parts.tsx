import { platformNames, Tag, type TagProps, useLocale } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { FieldErrors } from '../../objects/form.ts';
import type { ItemStatus } from '../../objects/qualification/item-states.ts';
import type { QualificationState } from '../../objects/qualification/lifecycle.ts';
import { PortalLayout, type PortalPageContext } from '../layout.tsx';
import type { PlatformScope } from '../scope/service-scope.ts';
import { qualificationTexts, stateName } from './texts.ts';

const statusTones: Readonly<Record<ItemStatus, NonNullable<TagProps['tone']>>> = {
  proven: 'success',
  'not-applicable': 'neutral',
  unproven: 'neutral',
  failed: 'error',
  missing: 'warning',
  'to-review': 'accent',
  accepted: 'success',
  changes: 'error',
};

export function StatusTag({ status }: { readonly status: ItemStatus }) {
  return <Tag tone={statusTones[status]}>{qualificationTexts(useLocale()).statuses[status]}</Tag>;
}

const stateTones: Readonly<Record<QualificationState, NonNullable<TagProps['tone']>>> = {
  open: 'accent',
  submitted: 'accent',
  changes_requested: 'error',
  qualified: 'success',
  expired: 'warning',
  withdrawn: 'error',
};

export function StateTag({ state }: { readonly state: QualificationState }) {
  return <Tag tone={stateTones[state]}>{stateName(qualificationTexts(useLocale()), state)}</Tag>;
}

interface FrameProps {
  readonly context: PortalPageContext;
  readonly scope: Pick<PlatformScope, 'service' | 'platform'>;
  readonly title: string;
  readonly backHref: string;
  readonly width?: 'column' | 'wide';
  readonly errors?: FieldErrors | undefined;
  readonly refreshSeconds?: number;
  readonly children: ComponentChildren;
}

/** Every page of the stage says which service and which platform. */
export function Frame(props: FrameProps) {
  const { context, scope, title, backHref, width, errors, refreshSeconds, children } = props;
  const { service, platform } = scope;
  return (
    <PortalLayout
      context={context}
      title={`${title} – ${service.name}`}
      backHref={backHref}
      {...(width !== undefined && { width })}
      errors={errors}
      {...(refreshSeconds !== undefined && { refreshSeconds })}
    >
      <p class="garance-service">
        {service.name} <Tag tone="accent">{platformNames[platform]}</Tag>
      </p>
      <h1 class="govuk-heading-l">{title}</h1>
      {children}
    </PortalLayout>
  );
}

/** Typed text, line by line. */
export function Paragraphs({ text }: { readonly text: string }) {
  return (
    <>
      {text
        .split(/\n+/)
        .filter((line) => line.trim() !== '')
        .map((line, index) => (
          <p class="govuk-body" key={`${index}-${line}`}>
            {line}
          </p>
        ))}
    </>
  );
}
