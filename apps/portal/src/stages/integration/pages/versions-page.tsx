import { Button, createMessages, formatDateTime, Tag } from '@garance/web/view';
import type { FieldDifference } from '../../../objects/registration/difference.ts';
import { registrationLifecycle } from '../../../objects/registration/lifecycle.ts';
import type { RegistrationDraft } from '../../../objects/registration/tables/registration-drafts.ts';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Queue } from '../../../parts/queue/queue.tsx';
import type { Page } from '../../../parts/queue/read-page.ts';
import { DifferenceTable } from '../../../parts/registration/difference-table.tsx';
import { Frame } from '../../../parts/registration/frame.tsx';
import type { RegistrationScope } from '../../../parts/scope/registration-scope.ts';

const messages = createMessages({
  fr: {
    title: 'Versions',
    caption: 'Versions de l’enregistrement, la plus récente d’abord',
    number: 'Version',
    state: 'État',
    when: 'Publiée',
    states: {
      draft: 'Brouillon',
      published: 'Publiée',
      superseded: 'Remplacée',
      discarded: 'Abandonnée',
    },
    never: 'Jamais',
    empty: 'Aucune version. Commencez par enregistrer le service.',
    one: (number: number) => `Version ${number}`,
    difference: 'Différences avec la version publiée',
    own: 'Différences avec la version d’avant',
    restore: 'Revenir à cette version',
    restoreText: 'Elle remplace la version publiée en deux secondes. Les secrets ne changent pas.',
  },
  en: {
    title: 'Versions',
    caption: 'Versions of the registration, newest first',
    number: 'Version',
    state: 'State',
    when: 'Published',
    states: { draft: 'Draft', published: 'Published', superseded: 'Superseded', discarded: 'Discarded' },
    never: 'Never',
    empty: 'No version. Begin by registering the service.',
    one: (number) => `Version ${number}`,
    difference: 'Differences from the published version',
    own: 'Differences from the version before',
    restore: 'Go back to this version',
    restoreText: 'It replaces the published version within two seconds. Secrets do not change.',
  },
});

const tones = { draft: 'accent', published: 'success', superseded: 'neutral', discarded: 'neutral' } as const;

export interface VersionsPageProps {
  readonly context: PortalPageContext;
  readonly scope: RegistrationScope;
  readonly page: Page<RegistrationDraft>;
}

/** Every version. */
export function VersionsPage({ context, scope, page }: VersionsPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  return (
    <Frame context={context} scope={scope} title={texts.title} width="wide">
      <Queue
        caption={texts.caption}
        captionShown
        page={page}
        columns={[texts.number, texts.state, texts.when]}
        cells={({ number, state, publishedAtMs }) => [
          <a href={`${scope.base}/versions/${number}`}>{texts.one(number)}</a>,
          <Tag tone={tones[state]}>{texts.states[state]}</Tag>,
          publishedAtMs === undefined ? texts.never : formatDateTime(locale, publishedAtMs),
        ]}
        empty={texts.empty}
      />
    </Frame>
  );
}

export interface VersionPageProps {
  readonly context: PortalPageContext;
  readonly scope: RegistrationScope;
  readonly version: RegistrationDraft;
  /** Differences from the previous version, or from the published one when this version can be restored. */
  readonly differences: readonly FieldDifference[];
  readonly csrf: string;
}

/** One version, with the form that restores it. */
export function VersionPage({ context, scope, version, differences, csrf }: VersionPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  const { restorable } = registrationLifecycle.states[version.state];
  const mayRestore = restorable && scope.may('registration.edit');
  return (
    <Frame context={context} scope={scope} title={texts.one(version.number)} width="wide">
      <p class="govuk-body">
        <Tag tone={tones[version.state]}>{texts.states[version.state]}</Tag>
      </p>
      <DifferenceTable
        locale={locale}
        caption={restorable ? texts.difference : texts.own}
        differences={differences}
      />
      {mayRestore && (
        <PortalForm action={`${scope.base}/versions/${version.number}/restore`} csrf={csrf}>
          <p class="govuk-body">{texts.restoreText}</p>
          <Button>{texts.restore}</Button>
        </PortalForm>
      )}
    </Frame>
  );
}
