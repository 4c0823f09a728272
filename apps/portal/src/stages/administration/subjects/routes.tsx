/** `/administration/subjects`: asking that a person keeps an identifier. The identity typed here is used once and kept nowhere. */
import { randomUUID } from 'node:crypto';
import { GaranceError, type PivotIdentity } from '@garance/core';
import { Button, RadioGroup, TextField } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { PortalDeps } from '../../../deps.ts';
import { overrideSchema } from '../../../objects/approval/actions.ts';
import { ask } from '../../../objects/approval/ask.ts';
import type { FieldErrors, PortalForm } from '../../../objects/form.ts';
import { FormErrors, HiddenFields, hasErrors } from '../../../parts/form/form-parts.tsx';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { adminTexts } from '../texts.ts';

const formId = 'administration.override-subject:';
const path = '/administration/subjects';

const names = [
  'environment',
  'given_name',
  'family_name',
  'birthdate',
  'gender',
  'birthplace',
  'birthcountry',
  'sector_id',
  'sub',
] as const;
type Values = Readonly<Record<(typeof names)[number], string>>;

const valuesSchema = z
  .object({
    environment: overrideSchema.shape.environment,
    given_name: z.string().min(1).max(200),
    family_name: z.string().min(1).max(200),
    birthdate: z.string().regex(/^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0\d|[12]\d|3[01])|00-00)$/),
    gender: z.enum(['female', 'male']),
    birthplace: z.string().regex(/^(?:[0-9AB]{5})?$/),
    birthcountry: z.string().regex(/^\d{5}$/),
    sector_id: overrideSchema.shape.sectorId,
    sub: overrideSchema.shape.sub,
  })
  .refine(({ birthcountry, birthplace }) => (birthcountry === '99100') === (birthplace !== ''), {
    path: ['birthplace'],
  });

export function mountSubjects(routes: Routes, deps: PortalDeps): void {
  routes.get(path, (visit) => {
    requireStaff(visit, 'subject.manage');
    const blank = Object.fromEntries(names.map((name) => [name, ''])) as Values;
    return show(deps, visit, { ...blank, birthcountry: '99100' }, {});
  });
  routes.post(path, async (visit) => {
    const actor = requireStaff(visit, 'subject.manage');
    const values = readValues(visit.form(formId));
    if (deps.fingerprintPerson === undefined) throw new GaranceError('support.override_unavailable');
    const parsed = valuesSchema.safeParse(values);
    if (!parsed.success) {
      const { fieldWrong } = adminTexts(visit.locale);
      const wrong = parsed.error.issues.map(({ path: [name] }) => [String(name), fieldWrong]);
      return show(deps, visit, values, Object.fromEntries(wrong));
    }
    const { environment, sector_id: sectorId, sub } = parsed.data;
    const personFingerprint = await deps.fingerprintPerson(environment, personOf(parsed.data));
    const override = overrideSchema.parse({ environment, personFingerprint, sectorId, sub });
    await ask(deps, {
      id: randomUUID(),
      action: 'subject.override',
      objectId: `${environment}/${personFingerprint}/${sectorId}`,
      detail: override,
      actor,
    });
    return visit.goTo('/administration/approvals?done=asked');
  });
}

function personOf(values: z.infer<typeof valuesSchema>): PivotIdentity {
  return {
    givenName: values.given_name,
    familyName: values.family_name,
    birthdate: values.birthdate,
    gender: values.gender,
    birthplace: values.birthplace,
    birthcountry: values.birthcountry,
  };
}

function readValues(form: PortalForm): Values {
  return Object.fromEntries(names.map((name) => [name, form.text(name).slice(0, 300)])) as Values;
}

function show(deps: PortalDeps, visit: RequestContext, values: Values, errors: FieldErrors): FastifyReply {
  const texts = adminTexts(visit.locale);
  const field = (name: (typeof names)[number]) => ({
    id: name,
    name,
    value: values[name],
    error: errors[name],
  });
  const page = (
    <AdminPage visit={visit} path={path} title={texts.subjects} hasErrors={hasErrors(errors)}>
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{texts.subjects}</h1>
      <p class="govuk-body">
        {deps.fingerprintPerson === undefined ? texts.subjectUnavailable : texts.subjectIntro}
      </p>
      {deps.fingerprintPerson !== undefined && (
        <form method="post" action={path} novalidate autocomplete="off">
          <HiddenFields csrf={visit.token(formId)} />
          <RadioGroup
            {...field('environment')}
            legend={texts.environment}
            options={deps.environments.map((value) => ({ value, label: texts.environments[value] }))}
          />
          <TextField {...field('given_name')} label={texts.given} />
          <TextField {...field('family_name')} label={texts.family} />
          <TextField {...field('birthdate')} label={texts.birthdate} hint={texts.birthdateHint} width={10} />
          <RadioGroup
            {...field('gender')}
            legend={texts.gender}
            options={(['female', 'male'] as const).map((value) => ({ value, label: texts.genders[value] }))}
          />
          <TextField
            {...field('birthplace')}
            label={texts.birthplace}
            hint={texts.birthplaceHint}
            width={10}
          />
          <TextField
            {...field('birthcountry')}
            label={texts.birthcountry}
            hint={texts.birthcountryHint}
            width={10}
          />
          <TextField
            {...field('sector_id')}
            label={texts.sector}
            hint={texts.sectorHint}
            spellCheck={false}
          />
          <TextField {...field('sub')} label={texts.sub} spellCheck={false} />
          <Button>{texts.ask}</Button>
        </form>
      )}
    </AdminPage>
  );
  return visit.show(page, hasErrors(errors) ? 400 : 200);
}
