import {
  Button,
  ButtonGroup,
  CopyableCode,
  formatDate,
  formatDateTime,
  Notice,
  SafeLink,
  SummaryList,
  type SummaryRow,
  Table,
  Tag,
} from '@garance/web/view';
import type { FormValues } from '../../objects/form/field.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { type ProductionState, productionLifecycle } from '../../objects/production/lifecycle.ts';
import type { ProductionView } from '../../objects/production/read.ts';
import { Fields } from '../../parts/form/field-view.tsx';
import { PortalForm } from '../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { Frame } from '../../parts/qualification/parts.tsx';
import type { PlatformScope } from '../../parts/scope/service-scope.ts';
import { stopFields } from './fields.ts';
import { type ProductionTexts, productionTexts } from './texts.ts';

export interface ProductionPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly view: ProductionView;
  /** `suspended` also when production is active but stopped on the hub. */
  readonly state: ProductionState | undefined;
  readonly reason: string | undefined;
  readonly issuer: string;
  readonly nameOf: (person: string) => string;
  readonly missing: readonly string[];
  readonly mayEdit: boolean;
  readonly maySecret: boolean;
  readonly mayTrace: boolean;
  readonly endCsrf: string;
  /** Events that the operator may cause, with the form's token. */
  readonly operator?: { readonly events: readonly ('suspend' | 'resume' | 'close')[]; readonly csrf: string };
  readonly values: FormValues;
  readonly errors: FieldErrors;
  readonly relaxedAddresses: boolean;
}

/** State of production and next action. */
/** Production that was never opened has the columns of a closed one. */
const columnsOf = (state: ProductionState | undefined) => productionLifecycle.states[state ?? 'closed'];

export function ProductionPage(props: ProductionPageProps) {
  const { context, scope, view, state, errors, relaxedAddresses, mayEdit, mayTrace } = props;
  const { activatable, delivered, live } = columnsOf(state);
  const texts = productionTexts(context.locale);
  const path = `${scope.base}/production`;
  return (
    <Frame
      context={context}
      scope={scope}
      title={texts.title}
      backHref={`/services/${scope.service.id}`}
      width="wide"
      errors={errors}
    >
      {state === undefined ? (
        <>
          <p class="govuk-body-l">{texts.closedYet}</p>
          <Button href={`${scope.base}/qualification`}>{texts.toQualification}</Button>
        </>
      ) : (
        <>
          {relaxedAddresses && <Notice tone="warning">{texts.relaxed}</Notice>}
          <SummaryList rows={summary(props, texts)} />
          {activatable && <Opened {...props} />}
          {delivered && <Secrets {...props} />}
          {live && mayEdit && (
            <p class="govuk-body">
              <SafeLink href={`${path}/registration`}>{texts.edit}</SafeLink>
            </p>
          )}
          {view.registration !== undefined && mayTrace && (
            <p class="govuk-body">
              <SafeLink href={`${path}/trace`}>{texts.seeTrace}</SafeLink>
            </p>
          )}
          {view.production !== undefined && <Operator {...props} />}
        </>
      )}
    </Frame>
  );
}

function summary(props: ProductionPageProps, texts: ProductionTexts): readonly SummaryRow[] {
  const { context, view, state, reason, issuer, nameOf } = props;
  const { locale } = context;
  const { production, access, registration } = view;
  const { live, activatable } = columnsOf(state);
  const tone = live ? 'success' : activatable ? 'accent' : 'error';
  const name = state === undefined ? '' : texts.states[state];
  const copyable = (label: string, value: string) => <CopyableCode label={label} labelHidden value={value} />;
  return [
    { key: texts.state, value: <Tag tone={tone}>{name}</Tag> },
    ...(reason === undefined ? [] : [{ key: texts.reason, value: reason }]),
    ...(production?.activatedAtMs === undefined
      ? []
      : [{ key: texts.since, value: formatDate(locale, production.activatedAtMs) }]),
    ...(registration === undefined || access === undefined
      ? []
      : [
          { key: texts.client, value: copyable(texts.client, access.clientId) },
          { key: texts.issuer, value: copyable(texts.issuer, issuer) },
          {
            key: texts.discovery,
            value: copyable(texts.discovery, `${issuer}/.well-known/openid-configuration`),
          },
        ]),
    ...(production?.deliveredTo === undefined || production.deliveredAtMs === undefined
      ? []
      : [
          {
            key: texts.delivered,
            value: texts.deliveredText(
              nameOf(production.deliveredTo),
              formatDateTime(locale, production.deliveredAtMs),
            ),
          },
        ]),
  ];
}

function Opened({ context, scope, missing, mayEdit, maySecret }: ProductionPageProps) {
  const texts = productionTexts(context.locale);
  const path = `${scope.base}/production`;
  return (
    <>
      <p class="govuk-body-l">{texts.openedText}</p>
      {missing.length > 0 && (
        <Notice title={texts.missingTitle}>
          <ul class="govuk-list govuk-list--bullet">
            {missing.map((condition) => (
              <li key={condition}>
                {(texts.activateMissing as Readonly<Record<string, string>>)[condition] ?? condition}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {!maySecret && <Notice>{texts.onlyContacts}</Notice>}
      {mayEdit && (
        <ButtonGroup>
          {missing.length === 0 && maySecret && <Button href={`${path}/activate`}>{texts.activate}</Button>}
          <Button
            variant={missing.length === 0 && maySecret ? 'secondary' : 'primary'}
            href={`${path}/registration`}
          >
            {texts.prepare}
          </Button>
        </ButtonGroup>
      )}
    </>
  );
}

function Secrets({ context, scope, view, maySecret, endCsrf, state }: ProductionPageProps) {
  const { locale } = context;
  const texts = productionTexts(locale);
  const path = `${scope.base}/production`;
  const byKey = view.registration?.auth.method === 'private_key_jwt';
  return (
    <>
      <Table
        caption={texts.secrets}
        columns={[texts.secretName, texts.created, texts.ends, texts.action]}
        rows={view.secrets.map(({ id, label, createdAtMs, expiresAtMs }) => [
          label,
          formatDateTime(locale, createdAtMs),
          expiresAtMs === undefined ? texts.noEnd : formatDateTime(locale, expiresAtMs),
          maySecret ? (
            <PortalForm action={`${path}/secret/end`} csrf={endCsrf}>
              <input type="hidden" name="secret" value={id} />
              <Button variant="quiet" about={label}>
                {texts.end}
              </Button>
            </PortalForm>
          ) : (
            ''
          ),
        ])}
        empty={texts.noSecret}
      />
      {maySecret && !byKey && columnsOf(state).live && (
        <Button variant="secondary" href={`${path}/secret`}>
          {texts.renew}
        </Button>
      )}
    </>
  );
}

function Operator({ context, scope, view, operator, values, errors }: ProductionPageProps) {
  const texts = productionTexts(context.locale);
  if (operator === undefined || operator.events.length === 0) return null;
  return (
    <section aria-label={texts.operator}>
      <h2 class="govuk-heading-m">{texts.operator}</h2>
      <p class="govuk-body">{texts.operatorText}</p>
      <PortalForm action={`${scope.base}/production/stop`} csrf={operator.csrf}>
        <input type="hidden" name="version" value={view.production?.version ?? 0} />
        <Fields fields={stopFields} locale={context.locale} values={values} errors={errors} />
        <ButtonGroup>
          {operator.events.map((event) => (
            <Button
              key={event}
              variant={event === 'resume' ? 'secondary' : 'warning'}
              name="event"
              value={event}
            >
              {texts[event]}
            </Button>
          ))}
        </ButtonGroup>
      </PortalForm>
    </section>
  );
}
