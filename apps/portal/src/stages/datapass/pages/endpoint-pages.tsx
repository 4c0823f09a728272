import {
  Button,
  CopyableCode,
  formatDateTime,
  Notice,
  SafeLink,
  SummaryList,
  Table,
  Tag,
} from '@garance/web/view';
import type { WebhookAttempt, WebhookCall } from '../../../objects/datapass/tables/webhook-calls.ts';
import type { WebhookEndpoint } from '../../../objects/datapass/tables/webhook-endpoints.ts';
import type { Field, FormValues } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { Queue } from '../../../parts/queue/queue.tsx';
import type { Page } from '../../../parts/queue/read-page.ts';
import { webhookTexts } from './texts.ts';

interface NewEndpointProps {
  readonly context: PortalPageContext;
  readonly csrf: string;
  readonly id: string;
  readonly fields: readonly Field[];
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

export function NewEndpointPage({ context, csrf, id, fields, values, errors }: NewEndpointProps) {
  const texts = webhookTexts(context.locale);
  return (
    <PortalPage context={context} title={texts.add} backHref="/administration/webhooks" errors={errors}>
      <PortalForm action="/administration/webhooks/endpoints" csrf={csrf}>
        <input type="hidden" name="id" value={id} />
        <Fields fields={fields} locale={context.locale} values={values} errors={errors} />
        <Button>{texts.add}</Button>
      </PortalForm>
    </PortalPage>
  );
}

/** Shown in answer to the form and never again: it has no address of its own. */
export function EndpointSecretPage({
  context,
  endpoint,
  secret,
}: {
  readonly context: PortalPageContext;
  readonly endpoint: Pick<WebhookEndpoint, 'id' | 'url'>;
  readonly secret: string;
}) {
  const texts = webhookTexts(context.locale);
  return (
    <PortalPage context={context} title={texts.created}>
      <Notice tone="warning" title={texts.secretOnce} />
      <CopyableCode label={texts.secret} value={secret} />
      <Button href={`/administration/webhooks/endpoints/${endpoint.id}`}>{texts.done}</Button>
    </PortalPage>
  );
}

interface EndpointPageProps {
  readonly context: PortalPageContext;
  readonly endpoint: WebhookEndpoint;
  readonly page: Page<WebhookCall>;
  readonly csrf: string;
  readonly isChanged: boolean;
}

const callTones = { waiting: 'warning', delivered: 'success', failed: 'error' } as const;

export function EndpointPage({ context, endpoint, page, csrf, isChanged }: EndpointPageProps) {
  const { locale } = context;
  const texts = webhookTexts(locale);
  return (
    <PortalPage
      context={context}
      title={endpoint.url}
      backHref="/administration/webhooks"
      width="wide"
      done={isChanged ? texts.changed : undefined}
    >
      <p class="govuk-body">
        <Tag tone={endpoint.enabled ? 'success' : 'neutral'}>
          {endpoint.enabled ? texts.enabled : texts.disabled}
        </Tag>{' '}
        {endpoint.events.join(', ')}
      </p>
      <Queue
        caption={texts.calls}
        captionShown
        page={page}
        columns={[texts.created_at, texts.event, texts.state, { header: texts.attempts, numeric: true }]}
        cells={(call) => [
          <SafeLink href={`/administration/webhooks/calls/${call.sequence}`}>
            {formatDateTime(locale, call.createdAtMs)}
          </SafeLink>,
          call.event,
          <Tag tone={callTones[call.state]}>{texts.callStates[call.state]}</Tag>,
          String(call.attempt),
        ]}
        empty={texts.emptyCalls}
      />
      <PortalForm action={`/administration/webhooks/endpoints/${endpoint.id}`} csrf={csrf}>
        <input type="hidden" name="enabled" value={endpoint.enabled ? 'no' : 'yes'} />
        <Button variant={endpoint.enabled ? 'warning' : 'primary'}>
          {endpoint.enabled ? texts.disable : texts.enable}
        </Button>
      </PortalForm>
    </PortalPage>
  );
}

interface CallPageProps {
  readonly context: PortalPageContext;
  readonly call: WebhookCall;
  readonly attempts: readonly WebhookAttempt[];
  readonly csrf: string;
  readonly isQueued: boolean;
}

export function CallPage({ context, call, attempts, csrf, isQueued }: CallPageProps) {
  const { locale } = context;
  const texts = webhookTexts(locale);
  const title = `${texts.event} ${call.event}`;
  return (
    <PortalPage
      context={context}
      title={title}
      backHref={`/administration/webhooks/endpoints/${call.endpointId}`}
      done={isQueued ? texts.againDone : undefined}
    >
      <SummaryList
        rows={[
          { key: texts.state, value: <Tag tone={callTones[call.state]}>{texts.callStates[call.state]}</Tag> },
          {
            key: texts.remote,
            value: <SafeLink href={`/review/${call.objectId}`}>{call.objectId}</SafeLink>,
          },
          ...(call.state === 'waiting'
            ? [{ key: texts.nextAttempt, value: formatDateTime(locale, call.nextAttemptAtMs) }]
            : []),
        ]}
      />
      <Table
        caption={texts.attempts}
        columns={[texts.date, texts.result]}
        rows={attempts.map(({ atMs, status, failure }) => [
          formatDateTime(locale, atMs),
          status === undefined ? (failure ?? '') : `HTTP ${status}`,
        ])}
        empty={texts.emptyAttempts}
      />
      <PortalForm action={`/administration/webhooks/calls/${call.sequence}/replay`} csrf={csrf}>
        <Button>{texts.again}</Button>
      </PortalForm>
    </PortalPage>
  );
}
