import {
  Button,
  CopyableCode,
  Details,
  formatDateTime,
  Notice,
  SafeLink,
  Select,
  SummaryList,
  Table,
  Tag,
  TextField,
} from '@garance/web/view';
import type { DatapassDelivery } from '../../../objects/datapass/tables/datapass-deliveries.ts';
import type { WebhookEndpoint } from '../../../objects/datapass/tables/webhook-endpoints.ts';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { Filters, Queue } from '../../../parts/queue/queue.tsx';
import type { Page } from '../../../parts/queue/read-page.ts';
import { webhookTexts } from './texts.ts';

export const deliveryStates = ['applied', 'kept', 'older', 'ignored', 'refused'] as const;
const tones = {
  received: 'neutral',
  applied: 'success',
  kept: 'warning',
  older: 'neutral',
  ignored: 'neutral',
  refused: 'error',
} as const;

interface DeliveryListProps {
  readonly context: PortalPageContext;
  /** Address that DataPass must call. */
  readonly address: string;
  readonly isConfigured: boolean;
  readonly filters: { readonly state: string; readonly remote: string };
  readonly page: Page<DatapassDelivery>;
  readonly endpoints: readonly WebhookEndpoint[];
}

/** Incoming deliveries, newest first, and the link to outgoing calls. */
export function DeliveryListPage(props: DeliveryListProps) {
  const { context, address, isConfigured, filters, page, endpoints } = props;
  const { locale } = context;
  const texts = webhookTexts(locale);
  return (
    <PortalPage context={context} title={texts.title} backHref="/administration" width="wide">
      {!isConfigured && <Notice tone="warning">{texts.notConfigured}</Notice>}
      <h2 class="govuk-heading-m">{texts.received}</h2>
      <CopyableCode label={texts.receivedHint} value={address} />
      <Filters action="/administration/webhooks">
        <Select
          id="state"
          name="state"
          label={texts.state}
          value={filters.state}
          options={[
            { value: '', label: texts.every },
            ...deliveryStates.map((state) => ({ value: state, label: texts.states[state] })),
          ]}
        />
        <TextField id="remote" name="remote" label={texts.remote} value={filters.remote} />
      </Filters>
      <Queue
        caption={texts.received}
        page={page}
        columns={[texts.date, texts.event, texts.remote, texts.state, texts.times]}
        cells={(delivery) => [
          <SafeLink href={`/administration/webhooks/received/${delivery.bodyHash}`}>
            {formatDateTime(locale, delivery.firstReceivedAtMs)}
          </SafeLink>,
          delivery.event,
          delivery.remoteId,
          <Tag tone={tones[delivery.state]}>{texts.states[delivery.state]}</Tag>,
          texts.timesText(delivery.timesReceived),
        ]}
        empty={texts.emptyReceived}
      />
      <h2 class="govuk-heading-m">{texts.sent}</h2>
      <Table
        caption={texts.endpoints}
        captionHidden
        columns={[texts.url, texts.events, texts.state]}
        rows={endpoints.map(({ id, url, events, enabled }) => [
          <SafeLink href={`/administration/webhooks/endpoints/${id}`}>{url}</SafeLink>,
          events.join(', '),
          <Tag tone={enabled ? 'success' : 'neutral'}>{enabled ? texts.enabled : texts.disabled}</Tag>,
        ])}
        empty={texts.emptyEndpoints}
      />
      <Button href="/administration/webhooks/endpoints/new">{texts.add}</Button>
    </PortalPage>
  );
}

interface DeliveryPageProps {
  readonly context: PortalPageContext;
  readonly delivery: DatapassDelivery;
  readonly body: string;
  readonly requestId: string | undefined;
  readonly csrf: string;
  readonly done: 'replayed' | 'failed' | undefined;
}

export function DeliveryPage({ context, delivery, body, requestId, csrf, done }: DeliveryPageProps) {
  const { locale } = context;
  const texts = webhookTexts(locale);
  const title = `${texts.event} ${delivery.event}`;
  return (
    <PortalPage
      context={context}
      title={title}
      backHref="/administration/webhooks"
      done={done === 'replayed' ? texts.replayed : undefined}
    >
      {done === 'failed' && <Notice tone="error" title={texts.replayFailed} />}
      <SummaryList
        rows={[
          { key: texts.state, value: <Tag tone={tones[delivery.state]}>{texts.states[delivery.state]}</Tag> },
          { key: texts.remote, value: delivery.remoteId },
          { key: texts.firedAt, value: formatDateTime(locale, delivery.firedAt * 1000) },
          { key: texts.date, value: formatDateTime(locale, delivery.firstReceivedAtMs) },
          { key: texts.lastReceived, value: formatDateTime(locale, delivery.lastReceivedAtMs) },
          { key: texts.times, value: texts.timesText(delivery.timesReceived) },
          { key: texts.answer, value: <code>{JSON.stringify(delivery.answer.body)}</code> },
          ...(delivery.error === undefined ? [] : [{ key: texts.error, value: delivery.error }]),
        ]}
      />
      {requestId !== undefined && (
        <p class="govuk-body">
          <SafeLink href={`/review/${requestId}`}>{texts.request}</SafeLink>
        </p>
      )}
      <Details summary={texts.payload}>
        <CopyableCode label={texts.payload} labelHidden block value={body} />
      </Details>
      <PortalForm action={`/administration/webhooks/received/${delivery.bodyHash}/replay`} csrf={csrf}>
        <p class="govuk-body">{texts.replayHint}</p>
        <Button>{texts.replay}</Button>
      </PortalForm>
    </PortalPage>
  );
}
