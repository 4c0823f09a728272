/** `/review/:id/organisation`: a reviewer verifies the organisation before a habilitation is granted. */

import { GaranceError } from '@garance/core';
import { Button, Notice, SummaryList, Table } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, type Concern, requireAction } from '../../objects/account/actor.ts';
import type { Organisation } from '../../objects/account/tables/accounts.ts';
import type { FormValues } from '../../objects/form/field.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { proveByOfficer } from '../../objects/organisation/proof.ts';
import type { Member } from '../../objects/organisation/tables/memberships.ts';
import { organisationState } from '../../objects/organisation/tables/organisations.ts';
import { roleNames } from '../../objects/organisation/texts.ts';
import { Fields } from '../../parts/form/field-view.tsx';
import { formStatus, PortalForm } from '../../parts/form/form-parts.tsx';
import type { PathParams } from '../../parts/handler.ts';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { StateTag } from '../../parts/organisation/state-tag.tsx';
import { PortalPage } from '../../parts/page.tsx';
import { reviewTexts } from '../../parts/request/review-texts.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { requireReviewed } from '../../parts/scope/request-scope.ts';
import { verifyFields } from './fields.ts';

const formId = (organisationId: string) => `review.verify-organisation:${organisationId}`;

export function mountVerification(routes: Routes, deps: PortalDeps): void {
  routes.get('/review/:id/organisation', async (visit, params) =>
    show(deps, visit, { ...(await enter(deps, visit, params)), values: {}, errors: {} }),
  );
  routes.post('/review/:id/organisation', (visit, params) => verify(deps, visit, params));
}

interface Scene {
  readonly actor: Actor;
  readonly requestId: string;
  readonly organisation: Organisation;
}

/** Reviewers may not verify their own organisation, nor one that they created. */
async function enter(deps: PortalDeps, visit: RequestContext, { id }: PathParams): Promise<Scene> {
  const { actor, request, concern } = await requireReviewed(deps, visit, { id });
  const organisation = await deps.store.portal.organisations.find(request.organisationId);
  if (organisation === undefined) throw new GaranceError('general.not_found');
  const { createdBy } = organisation;
  const handedInBy = [...(concern.handedInBy ?? []), ...(createdBy === undefined ? [] : [createdBy])];
  const towards: Concern = { ...concern, handedInBy };
  requireAction(actor, 'organisation.prove', towards);
  return { actor, requestId: request.id, organisation };
}

interface Typed {
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

async function verify(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scene = await enter(deps, visit, params);
  const { actor, organisation, requestId } = scene;
  const sent = readForm(verifyFields(organisation), visit.form(formId(organisation.id)), visit);
  if (!sent.ok) return show(deps, visit, { ...scene, ...sent });
  await deps.store.portal.transaction((tables) =>
    proveByOfficer(tables, deps, {
      organisationId: organisation.id,
      actorId: actor.personId,
      reason: sent.data.seen,
    }),
  );
  return visit.goTo(`/review/${requestId}?done=verified`);
}

async function show(
  { store }: PortalDeps,
  visit: RequestContext,
  { requestId, organisation, values, errors }: Scene & Typed,
): Promise<FastifyReply> {
  const { portal } = store;
  const { siret } = organisation;
  const proven = siret === undefined ? undefined : await portal.organisations.findProven(siret);
  const page = (
    <VerifyPage
      context={visit.context}
      requestId={requestId}
      organisation={organisation}
      members={await portal.memberships.list(organisation.id)}
      elsewhere={proven?.id === organisation.id ? undefined : proven}
      csrf={visit.token(formId(organisation.id))}
      values={values}
      errors={errors}
    />
  );
  return visit.show(page, formStatus(errors));
}

interface VerifyPageProps extends Typed {
  readonly context: PortalPageContext;
  readonly requestId: string;
  readonly organisation: Organisation;
  readonly members: readonly Member[];
  /** Another organisation that was proven for the SIRET. */
  readonly elsewhere: Organisation | undefined;
  readonly csrf: string;
}

function VerifyPage(props: VerifyPageProps) {
  const { context, requestId, organisation, members, errors } = props;
  const { locale } = context;
  const texts = reviewTexts(locale);
  const title = texts.verifyTitle(organisation.name);
  const obstacle = obstacleOf(props);
  const isProven = organisationState(organisation) === 'proven';
  return (
    <PortalPage context={context} title={title} backHref={`/review/${requestId}`} errors={errors}>
      <SummaryList
        rows={[
          { key: texts.state, value: <StateTag state={organisationState(organisation)} locale={locale} /> },
          { key: 'SIRET', value: organisation.siret ?? '—' },
          {
            key: texts.organisation,
            value: [organisation.name, organisation.address].filter(Boolean).join(', '),
          },
        ]}
      />
      <Table
        caption={texts.verifyPeople}
        columns={[texts.verifyName, texts.verifyEmail, texts.verifyRole]}
        rows={members.map(({ person, role }) => [person.name, person.email, roleNames(locale)[role]])}
      />
      {isProven && <Notice tone="success" title={texts.verified} />}
      {obstacle !== undefined && <Notice tone="warning" title={obstacle} />}
      {!isProven && obstacle === undefined ? (
        <VerifyForm {...props} />
      ) : (
        <Button href={`/review/${requestId}`}>{texts.backToRequest}</Button>
      )}
    </PortalPage>
  );
}

/** Reason why this organisation cannot be verified; undefined when it can. */
function obstacleOf({ context, organisation, elsewhere }: VerifyPageProps): string | undefined {
  const texts = reviewTexts(context.locale);
  const state = organisationState(organisation);
  if (state === 'blocked' || state === 'removed') return texts.verifyStopped;
  if (organisation.siret === undefined) return texts.verifyLost;
  return elsewhere === undefined ? undefined : texts.verifyElsewhere(elsewhere.name);
}

function VerifyForm({ context, requestId, organisation, csrf, values, errors }: VerifyPageProps) {
  const { locale } = context;
  const texts = reviewTexts(locale);
  return (
    <>
      <p class="govuk-body">{texts.verifyIntro}</p>
      <p class="govuk-body">{texts.verifyDoes}</p>
      <PortalForm action={`/review/${requestId}/organisation`} csrf={csrf}>
        <Fields fields={verifyFields(organisation)} locale={locale} values={values} errors={errors} />
        <Button>{texts.verify}</Button>
      </PortalForm>
    </>
  );
}
