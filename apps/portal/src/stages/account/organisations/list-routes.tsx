/** `/organisations`: those of the person, and a new one. */
import type { Organisation, PortalTables } from '@garance/store';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../kit/deps.ts';
import { type Routes, safeNext } from '../../../kit/routes.ts';
import { requireActor, type Visit } from '../../../kit/visit.ts';
import { hasErrors } from '../form-parts.tsx';
import { nextOf } from '../next.ts';
import { contextWithNext, type FormPage } from '../page-props.ts';
import { parseName } from '../person-name.ts';
import { parseSiret } from '../siret.ts';
import { NewOrganisationPage, OrganisationList } from './list-pages.tsx';
import { organisationMessages } from './messages.ts';

const formId = 'account.create-organisation:';

export function mountOrganisationList(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get('/organisations', async (visit) => {
    const actor = requireActor(visit);
    const { done } = visit.request.query as Readonly<Record<string, unknown>>;
    const ids = actor.memberships.map(({ organisationId }) => organisationId);
    return visit.show(
      <OrganisationList
        context={visit.context}
        actor={actor}
        organisations={await portal.organisations.findMany(ids)}
        {...(done === 'left' && { done })}
      />,
    );
  });
  routes.get('/organisations/new', (visit) => {
    requireActor(visit);
    const { siret } = visit.request.query as Readonly<Record<string, unknown>>;
    const values = { siret: typeof siret === 'string' ? (parseSiret(siret) ?? '') : '' };
    return showNew(visit, { next: nextOf(visit), values });
  });
  routes.post('/organisations', (visit) => create(deps, visit));
}

function showNew(
  visit: Visit,
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

async function create(deps: PortalDeps, visit: Visit): Promise<FastifyReply> {
  const actor = requireActor(visit);
  const form = visit.form(formId);
  const next = safeNext(form.text('next'));
  const texts = organisationMessages(visit.locale);
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
  const made = await deps.store.portal.transaction((tables) =>
    createOrganisation(tables, { siret, name, address, ownerId: actor.personId, atMs: deps.clock.now() }),
  );
  if (made === undefined) return showNew(visit, { next, values, errors: { siret: texts.siretTaken } });
  return visit.goTo(next === '/' ? `/organisations/${made.id}?done=created` : next);
}

export interface NewOrganisation {
  readonly siret: string;
  readonly name: string;
  readonly address: string;
  readonly ownerId: string;
  readonly atMs: number;
}

/** An organisation with its first owner; undefined when the SIRET is taken. */
export async function createOrganisation(
  tables: PortalTables,
  { siret, name, address, ownerId, atMs }: NewOrganisation,
): Promise<Organisation | undefined> {
  const made = await tables.organisations.create({ siret, name, address });
  if (made === undefined) return undefined;
  await tables.memberships.put({ organisationId: made.id, personId: ownerId, role: 'owner' });
  await tables.audit.append({
    atMs,
    actor: ownerId,
    action: 'organisation.create',
    object: 'organisation',
    objectId: made.id,
  });
  return made;
}
