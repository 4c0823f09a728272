import { hasNotPassed, type ScenarioRecord } from '@garance/core';
import { assetUrl, Button, createMessages, formatDateTime } from '@garance/web/view';
import type { QualificationRun } from '../../../../objects/qualification/tables/qualification-runs.ts';
import { PortalForm } from '../../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../../parts/layout.tsx';
import { Frame } from '../../../../parts/qualification/parts.tsx';
import type { PlatformScope } from '../../../../parts/scope/service-scope.ts';
import { runTexts } from '../texts.ts';
import { ResultsTable, RunStateTag, sortResults } from './run-parts.tsx';

const messages = createMessages({
  fr: {
    queued: 'L’exécution attend son tour ; elle commence d’elle-même.',
    starting: 'L’exécution commence.',
    progress: (done: string, total: string) => `${done} sur ${total} scénarios`,
    stopping: 'L’exécution s’arrête.',
    leave: 'Vous pouvez quitter cette page : l’exécution continue et reste dans la liste.',
    soFar: 'À regarder, jusqu’ici',
    nothing: 'Rien à corriger jusqu’ici.',
    cancel: 'Annuler l’exécution',
  },
  en: {
    queued: 'The run waits for its turn; it begins by itself.',
    starting: 'The run begins.',
    progress: (done, total) => `${done} of ${total} scenarios`,
    stopping: 'The run is being stopped.',
    leave: 'You may leave this page: the run goes on and stays in the list.',
    soFar: 'To look at, so far',
    nothing: 'Nothing to fix so far.',
    cancel: 'Cancel the run',
  },
});

export interface WatchPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly run: QualificationRun;
  readonly results: readonly ScenarioRecord[];
  /** Present when this person may stop it. */
  readonly csrf?: string;
}

/** A waiting or running run; updated by a script, or by page refresh without script. */
export function WatchPage({ context, scope, run, results, csrf }: WatchPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  const path = `${scope.base}/qualification/runs`;
  const bad = results.filter(hasNotPassed);
  return (
    <Frame
      context={context}
      scope={scope}
      title={runTexts(locale).one}
      backHref={path}
      width="wide"
      refreshSeconds={5}
    >
      <div data-live>
        <p class="govuk-body">
          <RunStateTag state={run.state} /> {runTexts(locale).requestedOn}{' '}
          {formatDateTime(locale, run.queuedAtMs)}
        </p>
        <RunProgress run={run} texts={texts} />
        {run.state === 'running' && (
          <ResultsTable
            caption={texts.soFar}
            results={sortResults(bad)}
            hrefOf={(id) => `${path}/${run.id}/scenarios/${id}`}
            empty={texts.nothing}
          />
        )}
      </div>
      <p class="govuk-body">{texts.leave}</p>
      {csrf !== undefined && !run.cancelRequested && (
        <PortalForm action={`${path}/${run.id}/cancel`} csrf={csrf}>
          <Button variant="secondary">{texts.cancel}</Button>
        </PortalForm>
      )}
      <script type="module" src={assetUrl('live-part.js')} />
    </Frame>
  );
}

function RunProgress({
  run,
  texts,
}: {
  readonly run: QualificationRun;
  readonly texts: ReturnType<typeof messages>;
}) {
  const { state, done, total, cancelRequested } = run;
  if (state === 'queued') return <p class="govuk-body-l">{texts.queued}</p>;
  if (cancelRequested) return <p class="govuk-body-l">{texts.stopping}</p>;
  if (total === undefined) return <p class="govuk-body-l">{texts.starting}</p>;
  const progressText = texts.progress(`${done}`, `${total}`);
  return (
    <p class="govuk-body-l">
      <progress
        class="garance-run-progress"
        max={Math.max(total, 1)}
        value={done}
        aria-label={progressText}
      />
      {progressText}
    </p>
  );
}
