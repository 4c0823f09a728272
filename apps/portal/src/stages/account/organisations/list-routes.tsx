/** `/organisations`: list of the person's organisations, and creation of one. */

import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import { parseSiret } from '../../../objects/form/siret.ts';
import { createOrganisation, maxUnproven, proveOwn } from '../../../objects/organisation/proof.ts';
import { organisationTexts } from '../../../objects/organisation/texts.ts';
import type { PortalTables } from '../../../objects/portal-store.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import { queryText } from '../../../parts/query-text.ts';
import { type RequestContext, requireActor } from '../../../parts/request-context.ts';
import { type Routes, safeNext } from '../../../parts/routes.ts';
import { requireWithinLimits } from '../../../parts/session/limits.ts';
import { absoluteLimitMs } from '../../../parts/session/sessions.ts';
import { organisationFields } from '../fields.ts';
import { nextOf } from '../next.ts';
import { contextWithNext, type FormPageProps } from '../page-props.ts';
import { NewOrganisationPage, OrganisationList } from './list-pages.tsx';

const formId = 'account.create-organisation:';

export function mountOrganisationList(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get('/organisations', async (visit) => {
    const actor = requireActor(visit);
    const done = queryText(visit, 'done');
    const memberships = await portal.memberships.ofPerson(actor.personId);
    return visit.show(
      <OrganisationList
        context={visit.context}
        memberships={memberships}
        organisations={
          await portal.organisations.findMany(memberships.map((membership) => membership.organisationId))
        }
        {...(done === 'left' && { done })}
      />,
    );
  });
  routes.get('/organisations/new', (visit) => {
    requireActor(visit);
    const siret = queryText(visit, 'siret');
    const values = { siret: parseSiret(siret) ?? '' };
    return showNew(visit, { next: nextOf(visit), values });
  });
  routes.post('/organisations', (visit) => create(deps, visit));
}

function showNew(
  visit: RequestContext,
  { next, values, errors }: Pick<FormPageProps, 'next' | 'values' | 'errors'>,
): FastifyReply {
  const page = (
    <NewOrganisationPage
      context={contextWithNext(visit, next, '/organisations/new')}
      csrf={visit.token(formId)}
      next={next}
      {...(values !== undefined && { values })}
      {...(errors !== undefined && { errors })}
    />
  );
  return visit.show(page, formStatus(errors));
}

async function create(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const actor = requireActor(visit);
  const form = visit.form(formId);
  const next = safeNext(form.text('next'));
  const sent = readForm(organisationFields, form, visit);
  if (!sent.ok) return showNew(visit, { next, ...sent });
  if ((await deps.store.portal.organisations.countUnprovenBy(actor.personId)) >= maxUnproven) {
    const tooMany = { siret: organisationTexts(visit.locale).tooManyUnproven(maxUnproven) };
    return showNew(visit, { next, ...sent, errors: tooMany });
  }
  await requireWithinLimits(deps, visit, { operation: 'create-organisation', account: actor.personId });
  const made = await deps.store.portal.transaction((tables) =>
    open(tables, deps, { personId: actor.personId, ...sent.data }),
  );
  return visit.goTo(next === '/' ? `/organisations/${made.id}?done=created` : next);
}

interface NewOrganisation {
  readonly personId: string;
  readonly siret: string;
  readonly name: string;
  readonly address: string;
}

/**
 * Creates an unproven organisation, even when another one names or is proven for the SIRET: the answer must not
 * disclose which organisations exist. It is proven at once when the person's professional account has just named the
 * SIRET.
 */
async function open(
  tables: PortalTables,
  deps: PortalDeps,
  { personId, ...named }: NewOrganisation,
): Promise<Organisation> {
  const made = await createOrganisation(tables, deps, { ...named, ownerId: personId });
  const { siret } = named;
  const since = deps.clock.now() - absoluteLimitMs;
  if (!(await tables.professionalIdentities.worksAt(personId, siret, since))) return made;
  return (await proveOwn(tables, deps, { siret, personId, by: 'professional', actorId: personId })) ?? made;
}
