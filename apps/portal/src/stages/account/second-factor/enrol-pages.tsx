import { Button, CopyableCode, formatDate, type Locale, Notice, SafeLink, Table } from '@garance/web/view';
import { renderSVG } from 'uqr';
import type { Passkey } from '../../../objects/account/tables/passkeys.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { firstAppCodeFields, passkeyFields } from '../fields.ts';
import { withNext } from '../next.ts';
import type { FormPageProps } from '../page-props.ts';
import { PasskeyForm } from '../passkey-form.tsx';
import { countFactors, type SecondFactors } from './factors.ts';
import { secondFactorTexts } from './texts.ts';

interface FactorsPageProps extends Omit<FormPageProps, 'csrf'> {
  readonly factors: SecondFactors;
  readonly startCsrf: string;
  readonly removeTotpCsrf: string;
  readonly removePasskeyCsrf: (id: string) => string;
  readonly staff: boolean;
  readonly done?: 'added' | 'removed';
}

export function FactorsPage(page: FactorsPageProps) {
  const { context, next, factors, startCsrf, staff, done } = page;
  const texts = secondFactorTexts(context.locale);
  const none = countFactors(factors) === 0;
  const why = staff ? texts.needed : next === '/' ? undefined : texts.neededForPage;
  return (
    <PortalPage
      context={context}
      title={texts.factorsTitle}
      backHref="/account"
      done={done && texts.done[done]}
    >
      <p class="govuk-body">{texts.factorsIntro}</p>
      {none && why !== undefined && <Notice tone="warning" title={why} />}
      {none ? <p class="govuk-body">{texts.none}</p> : <FactorTable {...page} />}
      <PortalForm action="/account/second-factors/totp" csrf={startCsrf} next={next}>
        <Button>{factors.totp ? texts.replaceTotp : texts.addTotp}</Button>
      </PortalForm>
      <p class="govuk-body">
        <SafeLink href={withNext('/account/second-factors/passkey', next)}>{texts.addPasskey}</SafeLink>
      </p>
    </PortalPage>
  );
}

function FactorTable({ context, factors, removeTotpCsrf, removePasskeyCsrf }: FactorsPageProps) {
  const { locale } = context;
  const texts = secondFactorTexts(locale);
  const totpRow = [
    texts.totpName,
    texts.totpActive,
    <RemoveForm
      key="totp"
      action="/account/second-factors/totp/remove"
      csrf={removeTotpCsrf}
      name={texts.totpName}
      locale={locale}
    />,
  ];
  const passkeyRow = ({ id, name, createdAtMs }: Passkey) => [
    name,
    texts.since(formatDate(locale, createdAtMs)),
    <RemoveForm
      key={id}
      action={`/account/second-factors/passkeys/${id}/remove`}
      csrf={removePasskeyCsrf(id)}
      name={name}
      locale={locale}
    />,
  ];
  const { columns } = texts;
  return (
    <Table
      caption={texts.table}
      captionHidden
      columns={[columns.name, columns.state, columns.action]}
      rows={[...(factors.totp ? [totpRow] : []), ...factors.passkeys.map(passkeyRow)]}
    />
  );
}

interface RemoveFormProps {
  readonly action: string;
  readonly csrf: string;
  readonly name: string;
  readonly locale: Locale;
}

function RemoveForm({ action, csrf, name, locale }: RemoveFormProps) {
  const texts = secondFactorTexts(locale);
  return (
    <PortalForm action={action} csrf={csrf}>
      <Button variant="quiet">
        <span aria-hidden="true">{texts.remove}</span>
        <span class="govuk-visually-hidden">{texts.removeNamed(name)}</span>
      </Button>
    </PortalForm>
  );
}

export function TotpPage(page: FormPageProps & { readonly secret: string; readonly uri: string }) {
  const { context, csrf, next, errors, secret, uri } = page;
  const texts = secondFactorTexts(context.locale);
  const back = withNext('/account/second-factors', next);
  return (
    <PortalPage context={context} title={texts.totpTitle} backHref={back} errors={errors}>
      <p class="govuk-body">{texts.totpScan}</p>
      {/* An inline drawing of squares only; the secret address that it encodes is sent to no other page. */}
      <div
        class="garance-qr"
        role="img"
        aria-label={texts.qr}
        dangerouslySetInnerHTML={{ __html: renderSVG(uri, { border: 2 }) }}
      />
      <p class="govuk-body">{texts.secretIntro}</p>
      <CopyableCode label={texts.secret} value={secret} />
      <PortalForm action="/account/second-factors/totp/confirm" csrf={csrf} next={next}>
        <Fields fields={firstAppCodeFields} locale={context.locale} values={{}} errors={errors ?? {}} />
        <Button>{texts.totpSubmit}</Button>
      </PortalForm>
    </PortalPage>
  );
}

export function NewPasskeyPage(page: FormPageProps & { readonly options: string }) {
  const { context, csrf, next, values, errors, options } = page;
  const texts = secondFactorTexts(context.locale);
  const back = withNext('/account/second-factors', next);
  return (
    <PortalPage context={context} title={texts.passkeyTitle} backHref={back} errors={errors}>
      <p class="govuk-body-l">{texts.passkeyIntro}</p>
      <PasskeyForm
        kind="register"
        action="/account/second-factors/passkey"
        csrf={csrf}
        next={next}
        options={options}
        submit={texts.passkeyAdd}
        withoutScript={texts.passkeyAddNoScript}
        failure={texts.passkeyFailure}
      >
        <Fields fields={passkeyFields} locale={context.locale} values={values ?? {}} errors={errors ?? {}} />
      </PasskeyForm>
    </PortalPage>
  );
}
