/** `/review/:id/organisation`: a reviewer verifies the organisation before a habilitation is granted. */

import { GaranceError } from '@garance/core';
import { Button, Checkbox, Notice, SummaryList, Table, TextField } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, type Concern, requireAction } from '../../objects/account/actor.ts';
import type { Organisation } from '../../objects/account/tables/accounts.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { proveByOfficer } from '../../objects/organisation/proof.ts';
import type { Member } from '../../objects/organisation/tables/memberships.ts';
import { organisationState } from '../../objects/organisation/tables/organisations.ts';
import { roleNames } from '../../objects/organisation/texts.ts';
import { FormPage } from '../../parts/form/form-page.tsx';
import { formStatus, HiddenFields } from '../../parts/form/form-parts.tsx';
import type { PathParams } from '../../parts/handler.ts';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { StateTag } from '../../parts/organisation/state-tag.tsx';
import { reviewTexts } from '../../parts/request/review-texts.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { requireReviewed } from '../../parts/scope/request-scope.ts';

const formId = (organisationId: string) => `review.verify-organisation:${organisationId}`;

export function mountVerification(routes: Routes, deps: PortalDeps): void {
  routes.get('/review/:id/organisation', async (visit, params) =>
    show(deps, visit, { ...(await enter(deps, visit, params)), seen: '', errors: {} }),
  );
  routes.post('/review/:id/organisation', (visit, params) => verify(deps, visit, params));
}

interface Scene {
  readonly actor: Actor;
  readonly requestId: string;
  readonly organisation: Organisation;
}

/** Reviewers do not verify their own organisation, nor one that they made. */
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
  readonly seen: string;
  readonly errors: FieldErrors;
}

async function verify(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scene = await enter(deps, visit, params);
  const { actor, organisation, requestId } = scene;
  const form = visit.form(formId(organisation.id));
  const texts = reviewTexts(visit.locale);
  const seen = form.text('seen').slice(0, 2_000);
  const errors: FieldErrors = {
    ...(seen === '' && { seen: texts.verifySeenMissing }),
    ...(form.text('looked') !== 'yes' && { looked: texts.verifyConfirmMissing }),
  };
  if (Object.keys(errors).length > 0) return show(deps, visit, { ...scene, seen, errors });
  await deps.store.portal.transaction((tables) =>
    proveByOfficer(tables, deps, {
      organisationId: organisation.id,
      actorId: actor.personId,
      reason: seen,
    }),
  );
  return visit.goTo(`/review/${requestId}?done=verified`);
}

async function show(
  { store }: PortalDeps,
  visit: RequestContext,
  { requestId, organisation, seen, errors }: Scene & Typed,
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
      seen={seen}
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
    <FormPage context={context} title={title} backHref={`/review/${requestId}`} errors={errors}>
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
        columns={[{ header: texts.verifyName }, { header: texts.verifyEmail }, { header: texts.verifyRole }]}
        rows={members.map(({ person, role }) => [person.name, person.email, roleNames(locale)[role]])}
      />
      {isProven && <Notice tone="success" title={texts.verified} />}
      {obstacle !== undefined && <Notice tone="warning" title={obstacle} />}
      {!isProven && obstacle === undefined ? (
        <VerifyForm {...props} siret={organisation.siret ?? ''} />
      ) : (
        <Button href={`/review/${requestId}`}>{texts.backToRequest}</Button>
      )}
    </FormPage>
  );
}

/** Why this organisation cannot be verified; undefined when it can. */
function obstacleOf({ context, organisation, elsewhere }: VerifyPageProps): string | undefined {
  const texts = reviewTexts(context.locale);
  const state = organisationState(organisation);
  if (state === 'blocked' || state === 'removed') return texts.verifyStopped;
  if (organisation.siret === undefined) return texts.verifyLost;
  return elsewhere === undefined ? undefined : texts.verifyElsewhere(elsewhere.name);
}

function VerifyForm(props: VerifyPageProps & { readonly siret: string }) {
  const { context, requestId, organisation, csrf, seen, errors, siret } = props;
  const texts = reviewTexts(context.locale);
  return (
    <>
      <p class="govuk-body">{texts.verifyIntro}</p>
      <p class="govuk-body">{texts.verifyDoes}</p>
      <form method="post" action={`/review/${requestId}/organisation`} novalidate>
        <HiddenFields csrf={csrf} />
        <TextField
          id="seen"
          name="seen"
          label={texts.verifySeen}
          hint={texts.verifySeenHint}
          rows={4}
          maxLength={2000}
          value={seen}
          error={errors.seen}
        />
        <Checkbox
          id="looked"
          name="looked"
          label={texts.verifyConfirm(organisation.name, siret)}
          error={errors.looked}
        />
        <Button>{texts.verify}</Button>
      </form>
    </>
  );
}
