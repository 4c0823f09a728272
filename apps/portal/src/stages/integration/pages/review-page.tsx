import {
  Button,
  ButtonGroup,
  createMessages,
  formatDateTime,
  type Locale,
  Notice,
  SummaryList,
  Tag,
} from '@garance/web/view';
import type { FieldErrors } from '../../../objects/form.ts';
import type { FieldDifference } from '../../../objects/registration/difference.ts';
import { fieldLabels } from '../../../objects/registration/fields.ts';
import type { RegistrationDraft } from '../../../objects/registration/tables/registration-drafts.ts';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { checkInWords } from '../../../parts/registration/check-texts.ts';
import { DifferenceTable } from '../../../parts/registration/difference-table.tsx';
import { Frame } from '../../../parts/registration/frame.tsx';
import type { RegistrationScope } from '../../../parts/scope/registration-scope.ts';

const messages = createMessages({
  fr: {
    title: 'Vérifier et publier',
    toCorrect: 'Des champs restent à corriger',
    results: 'Vérifications',
    checkedAt: (date: string) => `Faites le ${date}.`,
    notChecked: 'Les vérifications n’ont pas encore été faites.',
    outcome: { passed: 'Réussi', warning: 'À améliorer', failed: 'À corriger' },
    changes: 'Ce qui change par rapport à la version publiée',
    first: 'Ce qui sera publié',
    publish: 'Publier',
    publishText:
      'La plateforme applique la nouvelle version en deux secondes. On peut revenir à la précédente.',
    blocked: 'La publication sera possible quand plus rien ne sera à corriger.',
    again: 'Vérifier de nouveau',
    edit: 'Modifier',
    discard: 'Abandonner ce brouillon',
  },
  en: {
    title: 'Check and publish',
    toCorrect: 'Some fields are still to be corrected',
    results: 'Checks',
    checkedAt: (date) => `Made on ${date}.`,
    notChecked: 'The checks have not been made yet.',
    outcome: { passed: 'Passed', warning: 'To improve', failed: 'To correct' },
    changes: 'What changes from the published version',
    first: 'What will be published',
    publish: 'Publish',
    publishText:
      'The platform applies the new version within two seconds. You can go back to the one before.',
    blocked: 'You can publish once nothing is left to correct.',
    again: 'Check again',
    edit: 'Change',
    discard: 'Discard this draft',
  },
});

const tones = { passed: 'success', warning: 'warning', failed: 'error' } as const;

export interface ReviewPageProps {
  readonly context: PortalPageContext;
  readonly scope: RegistrationScope;
  readonly draft: RegistrationDraft;
  readonly errors: FieldErrors;
  readonly differences: readonly FieldDifference[];
  /** Whether an earlier version is published. */
  readonly published: boolean;
  readonly tokens: { readonly publish: string; readonly check: string; readonly discard: string };
}

/** A draft with its live checks and its differences from the published version, before publication. */
export function ReviewPage(props: ReviewPageProps) {
  const { context, scope, draft, errors, differences, published, tokens } = props;
  const { locale } = context;
  const texts = messages(locale);
  const failed = draft.checks.some(({ outcome }) => outcome === 'failed');
  const ready = Object.keys(errors).length === 0 && draft.checkedAtMs !== undefined && !failed;
  const mayEdit = scope.may('registration.edit');
  return (
    <Frame context={context} scope={scope} title={texts.title} width="wide">
      <Problems locale={locale} errors={errors} />
      <Checks locale={locale} draft={draft} />
      <DifferenceTable
        locale={locale}
        caption={published ? texts.changes : texts.first}
        differences={differences}
      />
      {mayEdit && (
        <>
          <p class="govuk-body">{ready ? texts.publishText : texts.blocked}</p>
          {ready && (
            <PortalForm action={`${scope.base}/publish`} csrf={tokens.publish}>
              <input type="hidden" name="draft" value={draft.id} />
              <input type="hidden" name="version" value={String(draft.version)} />
              <Button>{texts.publish}</Button>
            </PortalForm>
          )}
          <ButtonGroup>
            {/* In a block like the adjacent forms, so that the buttons are on one line. */}
            <div>
              <Button variant="secondary" href={`${scope.base}/registration`}>
                {texts.edit}
              </Button>
            </div>
            <PortalForm action={`${scope.base}/check`} csrf={tokens.check}>
              <Button variant="secondary">{texts.again}</Button>
            </PortalForm>
            <PortalForm action={`${scope.base}/discard`} csrf={tokens.discard}>
              <Button variant="quiet">{texts.discard}</Button>
            </PortalForm>
          </ButtonGroup>
        </>
      )}
    </Frame>
  );
}

function Problems({ locale, errors }: { readonly locale: Locale; readonly errors: FieldErrors }) {
  const all = Object.entries(errors);
  if (all.length === 0) return null;
  const labels: Readonly<Record<string, string>> = fieldLabels(locale);
  return (
    <Notice tone="error" title={messages(locale).toCorrect}>
      <ul class="govuk-list govuk-list--bullet">
        {all.map(([field, text]) => (
          <li key={field}>
            {labels[field]} : {text}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Checks({ locale, draft }: { readonly locale: Locale; readonly draft: RegistrationDraft }) {
  const texts = messages(locale);
  const labels: Readonly<Record<string, string>> = fieldLabels(locale);
  return (
    <section aria-labelledby="checks">
      <h2 class="govuk-heading-m" id="checks">
        {texts.results}
      </h2>
      <p class="govuk-body">
        {draft.checkedAtMs === undefined
          ? texts.notChecked
          : texts.checkedAt(formatDateTime(locale, draft.checkedAtMs))}
      </p>
      <SummaryList
        rows={draft.checks.map((check) => {
          const { what, remedy } = checkInWords(locale, check);
          return {
            key: labels[check.field] ?? check.field,
            value: (
              <>
                <Tag tone={tones[check.outcome]}>{texts.outcome[check.outcome]}</Tag> {what}
                {remedy !== undefined && <p class="govuk-hint">{remedy}</p>}
              </>
            ),
          };
        })}
      />
    </section>
  );
}
