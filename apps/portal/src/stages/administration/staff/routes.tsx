/** `/administration/staff`: roles of the team. */
import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import { Button, Table } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import { record } from '../../../objects/account/record-act.ts';
import type { Person } from '../../../objects/account/tables/accounts.ts';
import { ask } from '../../../objects/approval/ask.ts';
import { blankOf, type FormValues } from '../../../objects/form/field.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { type PlatformRole, platformRoles } from '../../../objects/lifecycle/lifecycle.ts';
import { requireId } from '../../../objects/require-id.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { formStatus, PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PathParams } from '../../../parts/handler.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { adminTexts } from '../texts.ts';
import { staffFields } from './fields.ts';

const path = '/administration/staff';
const addForm = 'administration.add-staff:';
const removeForm = (personId: string, role: PlatformRole) =>
  `administration.remove-staff:${personId}/${role}`;

export function mountStaff(routes: Routes, deps: PortalDeps): void {
  routes.get(path, async (visit) => {
    requireStaff(visit, 'staff.manage');
    return show(deps, visit, { values: blankOf(staffFields), errors: {} });
  });
  routes.post(path, (visit) => add(deps, visit));
  routes.post(`${path}/:personId/:role/remove`, (visit, params) => remove(deps, visit, params));
}

const roleOf = (text: string | undefined) => platformRoles.find((role) => role === text);

async function add(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const actor = requireStaff(visit, 'staff.manage');
  const sent = readForm(staffFields, visit.form(addForm), visit);
  if (!sent.ok) return show(deps, visit, sent);
  const { portal } = deps.store;
  const texts = adminTexts(visit.locale);
  const { role, email } = sent.data;
  const person = await portal.people.findByEmail(email);
  if (person === undefined) return show(deps, visit, { ...sent, errors: { email: texts.emailUnknown } });
  if (role === 'operator') {
    if ((await portal.platformRoles.find(person.id, role)) !== undefined) {
      return show(deps, visit, { ...sent, errors: { role: texts.roleHeld } });
    }
    await ask(deps, { ...approvalInput(person.id), action: 'staff.add-operator', actor });
    return visit.goTo(`${path}?done=asked`);
  }
  await portal.transaction(async (tables) => {
    await tables.platformRoles.put(person.id, role);
    const act = { actor, action: 'staff.add', object: 'person', objectId: person.id };
    await record(tables, deps, { ...act, detail: { role } });
  });
  return visit.goTo(`${path}?done=added`);
}

async function remove(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const actor = requireStaff(visit, 'staff.manage');
  const personId = requireId(params.personId);
  const role = roleOf(params.role);
  if (role === undefined) throw new GaranceError('general.not_found');
  visit.form(removeForm(personId, role));
  if (role === 'operator') {
    await requireAnotherOperator(deps, personId);
    await ask(deps, { ...approvalInput(personId), action: 'staff.remove-operator', actor });
    return visit.goTo(`${path}?done=asked`);
  }
  await deps.store.portal.transaction(async (tables) => {
    const act = { actor, action: 'staff.remove', object: 'person', objectId: personId };
    await record(tables, deps, { ...act, detail: { role } });
    await tables.platformRoles.remove(personId, role);
  });
  return visit.goTo(`${path}?done=removed`);
}

/** Needs a second operator: granting or removing the operator role changes who may approve. */
function approvalInput(personId: string) {
  return { id: randomUUID(), objectId: personId, detail: {} };
}

/**
 * Checked at the request, and again at the decision. @throws GaranceError `general.not_found`, `support.last_operator`
 */
async function requireAnotherOperator({ store }: PortalDeps, personId: string): Promise<void> {
  const operators = await store.portal.platformRoles.list('operator');
  if ((await store.portal.platformRoles.find(personId, 'operator')) === undefined) {
    throw new GaranceError('general.not_found');
  }
  if (!operators.some(({ id }) => id !== personId)) throw new GaranceError('support.last_operator');
}

interface Shown {
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

async function show(
  deps: PortalDeps,
  visit: RequestContext,
  { values, errors }: Shown,
): Promise<FastifyReply> {
  const texts = adminTexts(visit.locale);
  const staff: (readonly [PlatformRole, readonly Person[]])[] = [];
  for (const role of platformRoles) staff.push([role, await deps.store.portal.platformRoles.list(role)]);
  const page = (
    <AdminPage visit={visit} path={path} title={texts.staff} errors={errors}>
      <p class="govuk-body">{texts.staffIntro}</p>
      {staff.map(([role, people]) => (
        <Table
          key={role}
          caption={texts.roles[role]}
          columns={[texts.name, texts.email, texts.action]}
          rows={people.map(({ id, name, email }) => [
            name,
            email,
            <PortalForm action={`${path}/${id}/${role}/remove`} csrf={visit.token(removeForm(id, role))}>
              <Button variant="quiet">
                {texts.removeRole}
                <span class="govuk-visually-hidden">
                  {' '}
                  {texts.roles[role]}, {name}
                </span>
              </Button>
            </PortalForm>,
          ])}
          empty={texts.noStaff}
        />
      ))}
      <PortalForm action={path} csrf={visit.token(addForm)}>
        <Fields fields={staffFields} locale={visit.locale} values={values} errors={errors} />
        <Button>{texts.addRole}</Button>
      </PortalForm>
    </AdminPage>
  );
  return visit.show(page, formStatus(errors));
}
