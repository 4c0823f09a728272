/** Operator actions on an organisation and its members, each below the organisation's page. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';
import { authorizationTowards } from '../../../objects/account/actor.ts';
import type { Organisation, Person } from '../../../objects/account/tables/accounts.ts';
import { type FormValues, textOf } from '../../../objects/form/field.ts';
import {
  blockOrganisation,
  handOverOrganisation,
  type OperatorOrder,
  type OrganisationAct,
  offeredActs,
  proveOrganisation,
  removeMemberOf,
  removeOrganisation,
  unblockOrganisation,
} from '../../../objects/organisation/organisation-acts.ts';
import type { PortalTables } from '../../../objects/portal-store.ts';
import { requireId } from '../../../objects/require-id.ts';
import type { PathParams } from '../../../parts/handler.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { parseEmail } from '../../../parts/session/sign-in-code.ts';
import { requireStaff } from '../operator.ts';
import { type Act, mountAct } from './act.tsx';
import { handOverFields, proveFields } from './fields.ts';
import {
  enterOrganisation,
  type OrganisationScene,
  organisationsRoot as root,
} from './organisation-pages.tsx';
import type { PartnerDone } from './texts.ts';

type Extra = Pick<Act<OrganisationScene>, 'isFinal' | 'tone' | 'fields' | 'check'>;

interface OrganisationActRow extends Extra {
  readonly done: PartnerDone;
  readonly isNotified: boolean;
  perform(order: OperatorOrder, values: FormValues): Promise<void>;
}

/** @param deps for `hand-over`, to look up the new owner while reading the form */
function actsOf(deps: PortalDeps): Readonly<Record<OrganisationAct, OrganisationActRow>> {
  return {
    prove: {
      done: 'org-proven',
      isNotified: false,
      fields: ({ organisation }) => proveFields(organisation),
      perform: proveOrganisation,
    },
    block: { done: 'org-blocked', isNotified: true, tone: 'warning', perform: blockOrganisation },
    unblock: { done: 'org-unblocked', isNotified: false, perform: unblockOrganisation },
    'hand-over': {
      done: 'org-handed-over',
      isNotified: true,
      fields: () => handOverFields,
      check: async (values, texts) => {
        const to = await findActive(deps.store.portal, values);
        return to === undefined ? { email: texts.newOwnerUnknown } : {};
      },
      perform: async (order, values) => {
        const to = await findActive(order.tables, values);
        if (to === undefined) throw new GaranceError('general.bad_request');
        await handOverOrganisation(order, to);
      },
    },
    remove: {
      done: 'org-removed',
      isNotified: true,
      isFinal: true,
      tone: 'warning',
      perform: removeOrganisation,
    },
  };
}

export function mountOrganisationActs(routes: Routes, deps: PortalDeps): void {
  const acts = actsOf(deps);
  for (const name of Object.keys(acts) as readonly OrganisationAct[]) {
    const { done, perform, ...row } = acts[name];
    mountAct(routes, {
      ...row,
      route: `${root}/:id/${name}`,
      enter: async (visit, params) => {
        const scene = await enterForAct(deps, visit, params);
        if (!offeredActs(scene.organisation).includes(name)) throw new GaranceError('portal.not_now');
        return scene;
      },
      texts: ({ organisationActs }, { organisation }) => {
        const own = organisationActs[name];
        return { ...own, title: `${own.title} : ${organisation.name}` };
      },
      formId: ({ organisation }) => `administration.${name}-organisation:${organisation.id}`,
      backHref: ({ path }) => path,
      slug: () => name,
      perform: async (scene, { reason, values }) => {
        await within(deps, { ...scene, reason }, async (order) => {
          if (!offeredActs(order.organisation).includes(name)) throw new GaranceError('portal.not_now');
          await perform(order, values);
        });
        return `${scene.path}?did=${done}`;
      },
    });
  }
  mountRemoval(routes, deps);
}

function mountRemoval(routes: Routes, deps: PortalDeps): void {
  mountAct<OrganisationScene & { readonly person: Person }>(routes, {
    route: `${root}/:id/members/:personId/remove`,
    enter: async (visit, params) => {
      const scene = await enterForAct(deps, visit, params);
      const personId = requireId(params.personId);
      const members = await deps.store.portal.memberships.list(scene.organisation.id);
      const member = members.find(({ person }) => person.id === personId);
      if (member === undefined) throw new GaranceError('general.not_found');
      return { ...scene, person: member.person };
    },
    texts: ({ memberAct }, { person }) => ({ ...memberAct, title: memberAct.title(person.name) }),
    formId: ({ organisation, person }) => `administration.remove-member:${organisation.id}/${person.id}`,
    backHref: ({ path }) => path,
    slug: ({ person }) => `members/${person.id}/remove`,
    isNotified: true,
    tone: 'warning',
    perform: async (scene, { reason }) => {
      await within(deps, { ...scene, reason }, (order) => removeMemberOf(order, scene.person.id));
      return `${scene.path}?did=member-removed` satisfies `${string}?did=${PartnerDone}`;
    },
  });
}

/** Acts are for operators of another organisation. @throws GaranceError `portal.own_organisation` */
async function enterForAct(
  deps: PortalDeps,
  visit: RequestContext,
  params: PathParams,
): Promise<OrganisationScene> {
  const scene = await enterOrganisation(deps, visit, params);
  requireStaff(visit, 'partner.manage', concernOf(scene.organisation));
  return scene;
}

function concernOf({ id, createdBy }: Organisation) {
  return { organisationId: id, handedInBy: createdBy === undefined ? [] : [createdBy] };
}

async function findActive(
  { people }: Pick<PortalTables, 'people'>,
  values: FormValues,
): Promise<Person | undefined> {
  const email = parseEmail(textOf(values, 'email'));
  const person = email === undefined ? undefined : await people.findByEmail(email);
  return person?.blockedAtMs === undefined ? person : undefined;
}

/** Runs in one transaction, on the organisation as read in it. */
function within(
  deps: PortalDeps,
  { actor, organisation: { id }, reason }: OrganisationScene & { readonly reason: string },
  work: (order: OperatorOrder) => Promise<void>,
): Promise<void> {
  return deps.store.portal.transaction(async (tables) => {
    const organisation = await tables.organisations.find(id);
    if (organisation === undefined) throw new GaranceError('general.not_found');
    const authorization = authorizationTowards(actor, concernOf(organisation));
    await work({ tables, deps, organisation, actor: actor.personId, authorization, reason });
  });
}
