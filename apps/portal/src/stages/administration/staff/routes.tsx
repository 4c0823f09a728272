/** `/administration/staff`: who works for the platform, as what. */
import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import { Button, RadioGroup, Table, TextField } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import type { Person } from '../../../objects/account/tables/accounts.ts';
import { ask } from '../../../objects/approval/ask.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { record } from '../../../objects/journal/record-act.ts';
import { type PlatformRole, platformRoles } from '../../../objects/lifecycle/lifecycle.ts';
import { requireId } from '../../../objects/require-id.ts';
import { FormErrors, HiddenFields, hasErrors } from '../../../parts/form/form-parts.tsx';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { PathParams, Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { adminTexts } from '../texts.ts';

const path = '/administration/staff';
const addForm = 'administration.add-staff:';
const removeForm = (personId: string, role: PlatformRole) =>
  `administration.remove-staff:${personId}/${role}`;

export function mountStaff(routes: Routes, deps: PortalDeps): void {
  routes.get(path, async (visit) => {
    requireStaff(visit, 'staff.manage');
    return show(deps, visit, { email: '', role: '' }, {});
  });
  routes.post(path, (visit) => add(deps, visit));
  routes.post(`${path}/:personId/:role/remove`, (visit, params) => remove(deps, visit, params));
}

const roleOf = (text: string | undefined) => platformRoles.find((role) => role === text);

async function add(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const actor = requireStaff(visit, 'staff.manage');
  const form = visit.form(addForm);
  const values = { email: form.text('email').slice(0, 320), role: form.text('role') };
  const { portal } = deps.store;
  const role = roleOf(values.role);
  const person = values.email === '' ? undefined : await portal.people.findByEmail(values.email);
  const texts = adminTexts(visit.locale);
  if (person === undefined || role === undefined) {
    return show(deps, visit, values, {
      ...(person === undefined && { email: texts.emailUnknown }),
      ...(role === undefined && { role: texts.roleMissing }),
    });
  }
  if (role === 'operator') {
    if ((await portal.platformRoles.find(person.id, role)) !== undefined) {
      return show(deps, visit, values, { role: texts.roleHeld });
    }
    await ask(deps, { ...wishAbout(person.id), action: 'staff.add-operator', actor });
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
    await ask(deps, { ...wishAbout(personId), action: 'staff.remove-operator', actor });
    return visit.goTo(`${path}?done=asked`);
  }
  await deps.store.portal.transaction(async (tables) => {
    const act = { actor, action: 'staff.remove', object: 'person', objectId: personId };
    await record(tables, deps, { ...act, detail: { role } });
    await tables.platformRoles.remove(personId, role);
  });
  return visit.goTo(`${path}?done=removed`);
}

/** What a second operator must want too: giving or taking this role decides who decides. */
function wishAbout(personId: string) {
  return { id: randomUUID(), objectId: personId, detail: {} };
}

/** Said when it is asked; held once more when it is done. @throws GaranceError `general.not_found`, `support.last_operator` */
async function requireAnotherOperator({ store }: PortalDeps, personId: string): Promise<void> {
  const operators = await store.portal.platformRoles.list('operator');
  if ((await store.portal.platformRoles.find(personId, 'operator')) === undefined) {
    throw new GaranceError('general.not_found');
  }
  if (!operators.some(({ id }) => id !== personId)) throw new GaranceError('support.last_operator');
}

interface Values {
  readonly email: string;
  readonly role: string;
}

async function show(
  deps: PortalDeps,
  visit: RequestContext,
  values: Values,
  errors: FieldErrors,
): Promise<FastifyReply> {
  const texts = adminTexts(visit.locale);
  const staff: (readonly [PlatformRole, readonly Person[]])[] = [];
  for (const role of platformRoles) staff.push([role, await deps.store.portal.platformRoles.list(role)]);
  const page = (
    <AdminPage visit={visit} path={path} title={texts.staff} hasErrors={hasErrors(errors)}>
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{texts.staff}</h1>
      <p class="govuk-body">{texts.staffIntro}</p>
      {staff.map(([role, people]) => (
        <Table
          key={role}
          caption={texts.roles[role]}
          columns={[{ header: texts.name }, { header: texts.email }, { header: texts.action }]}
          rows={people.map(({ id, name, email }) => [
            name,
            email,
            <form method="post" action={`${path}/${id}/${role}/remove`}>
              <HiddenFields csrf={visit.token(removeForm(id, role))} />
              <Button variant="quiet">
                {texts.removeRole}
                <span class="govuk-visually-hidden">
                  {' '}
                  {texts.roles[role]}, {name}
                </span>
              </Button>
            </form>,
          ])}
          empty={texts.noStaff}
        />
      ))}
      <form method="post" action={path} novalidate>
        <HiddenFields csrf={visit.token(addForm)} />
        <TextField
          id="email"
          name="email"
          type="email"
          label={texts.email}
          hint={texts.emailHint}
          value={values.email}
          error={errors.email}
        />
        <RadioGroup
          id="role"
          name="role"
          legend={texts.role}
          value={values.role}
          options={platformRoles.map((role) => ({ value: role, label: texts.roles[role] }))}
          error={errors.role}
        />
        <Button>{texts.addRole}</Button>
      </form>
    </AdminPage>
  );
  return visit.show(page, hasErrors(errors) ? 400 : 200);
}
