/**
 * `/administration/subjects`: requests that a person keeps an identifier. The typed identity is used once and not
 * stored.
 */
import { randomUUID } from 'node:crypto';
import { GaranceError, type PivotIdentity } from '@garance/core';
import { Button } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import { overrideSchema } from '../../../objects/approval/actions.ts';
import { ask } from '../../../objects/approval/ask.ts';
import { blankOf, type FormValues, type ValuesOf } from '../../../objects/form/field.ts';
import type { FieldProblem, MeaningsOf } from '../../../objects/form/parse-fields.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { formStatus, PortalForm } from '../../../parts/form/form-parts.tsx';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { adminTexts } from '../texts.ts';
import { type SubjectField, subjectFields } from './fields.ts';

const formId = 'administration.override-subject:';
const path = '/administration/subjects';

export function mountSubjects(routes: Routes, deps: PortalDeps): void {
  routes.get(path, (visit) => {
    requireStaff(visit, 'subject.manage');
    const values = { ...blankOf(subjectFields(deps.environments)), birthcountry: '99100' };
    return show(deps, visit, { values, errors: {} });
  });
  routes.post(path, async (visit) => {
    const actor = requireStaff(visit, 'subject.manage');
    const fields = subjectFields(deps.environments);
    const sent = readForm(fields, visit.form(formId), { locale: visit.locale, alsoWrong: placeProblem });
    if (deps.fingerprintPerson === undefined) throw new GaranceError('support.override_unavailable');
    if (!sent.ok) return show(deps, visit, sent);
    const { environment, sector_id: sectorId, sub } = sent.data;
    const personFingerprint = await deps.fingerprintPerson(environment, personOf(sent.data));
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

/** A birth in France needs a commune, one abroad must have none. */
function placeProblem({
  birthcountry,
  birthplace,
}: ValuesOf<SubjectField>): readonly FieldProblem<'birthplace'>[] {
  return (birthcountry === '99100') === (birthplace !== '') ? [] : [{ field: 'birthplace', code: 'wrong' }];
}

function personOf(data: MeaningsOf<SubjectField>): PivotIdentity {
  return {
    givenName: data.given_name,
    familyName: data.family_name,
    birthdate: data.birthdate,
    gender: data.gender,
    birthplace: data.birthplace ?? '',
    birthcountry: data.birthcountry,
  };
}

interface Shown {
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

function show(deps: PortalDeps, visit: RequestContext, { values, errors }: Shown): FastifyReply {
  const texts = adminTexts(visit.locale);
  const page = (
    <AdminPage visit={visit} path={path} title={texts.subjects} errors={errors}>
      <p class="govuk-body">
        {deps.fingerprintPerson === undefined ? texts.subjectUnavailable : texts.subjectIntro}
      </p>
      {deps.fingerprintPerson !== undefined && (
        <PortalForm action={path} csrf={visit.token(formId)} autoComplete="off">
          <Fields
            fields={subjectFields(deps.environments)}
            locale={visit.locale}
            values={values}
            errors={errors}
          />
          <Button>{texts.ask}</Button>
        </PortalForm>
      )}
    </AdminPage>
  );
  return visit.show(page, formStatus(errors));
}
