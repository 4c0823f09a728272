/** `/organisations`: those of the person, and a new one. */

import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import { parseName } from '../../../objects/account/person-name.ts';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import { createOrganisation, maxUnproven, proveOwn } from '../../../objects/organisation/proof.ts';
import { parseSiret } from '../../../objects/organisation/siret.ts';
import { organisationTexts } from '../../../objects/organisation/texts.ts';
import type { PortalTables } from '../../../objects/portal-store.ts';
import { hasErrors } from '../../../parts/form/form-parts.tsx';
import { queryText } from '../../../parts/query-text.ts';
import { type RequestContext, requireActor } from '../../../parts/request-context.ts';
import { type Routes, safeNext } from '../../../parts/routes.ts';
import { requireWithinLimits } from '../../../parts/session/limits.ts';
import { absoluteLimitMs } from '../../../parts/session/sessions.ts';
import { nextOf } from '../next.ts';
import { contextWithNext, type FormPage } from '../page-props.ts';
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
        organisations={await portal.organisations.findMany(memberships.map((one) => one.organisationId))}
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
  { next, values, errors }: Pick<FormPage, 'next' | 'values' | 'errors'>,
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
  return visit.show(page, errors === undefined ? 200 : 400);
}

async function create(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const actor = requireActor(visit);
  const form = visit.form(formId);
  const next = safeNext(form.text('next'));
  const texts = organisationTexts(visit.locale);
  const values = { siret: form.text('siret'), name: form.text('name'), address: form.text('address') };
  const siret = parseSiret(values.siret);
  const name = parseName(values.name, 150);
  // An address may be pasted on several lines.
  const address = parseName(values.address.replace(/\s+/gu, ' '), 300);
  const errors = {
    ...(siret === undefined && { siret: texts.siretError }),
    ...(name === undefined && { name: texts.nameError }),
    ...(address === undefined && { address: texts.addressError }),
  };
  if (siret === undefined || name === undefined || address === undefined || hasErrors(errors)) {
    return showNew(visit, { next, values, errors });
  }
  if ((await deps.store.portal.organisations.countUnprovenBy(actor.personId)) >= maxUnproven) {
    return showNew(visit, { next, values, errors: { siret: texts.tooManyUnproven(maxUnproven) } });
  }
  await requireWithinLimits(deps, visit, { errand: 'create-organisation', account: actor.personId });
  const made = await deps.store.portal.transaction((tables) =>
    open(tables, deps, actor.personId, { siret, name, address }),
  );
  return visit.goTo(next === '/' ? `/organisations/${made.id}?done=created` : next);
}

/**
 * An unproven organisation, whoever else names the SIRET and whether or not somebody was proven to hold it: nobody learns
 * here which organisations there are. It is proven at once for somebody whose professional account has just named the SIRET.
 */
async function open(
  tables: PortalTables,
  deps: PortalDeps,
  personId: string,
  named: { readonly siret: string; readonly name: string; readonly address: string },
): Promise<Organisation> {
  const made = await createOrganisation(tables, deps, { ...named, ownerId: personId });
  const { siret } = named;
  const since = deps.clock.now() - absoluteLimitMs;
  if (!(await tables.professionalIdentities.worksAt(personId, siret, since))) return made;
  return (await proveOwn(tables, deps, { siret, personId, by: 'professional', actorId: personId })) ?? made;
}
