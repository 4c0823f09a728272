/** `/qualifications/names`: names of services in production that wait for an officer. */

import { GaranceError } from '@garance/core';
import {
  Button,
  ButtonGroup,
  createMessages,
  formatDateTime,
  platformNames,
  SafeLink,
  Table,
} from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, requireAction } from '../../objects/account/actor.ts';
import type { Approval } from '../../objects/approval/table.ts';
import type { FormValues } from '../../objects/form/field.ts';
import { neededBy } from '../../objects/form/parse-fields.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { decideName, isOwn, nameAction, nameChangeOf } from '../../objects/production/display-name.ts';
import { requireId } from '../../objects/require-id.ts';
import type { Service } from '../../objects/service/table.ts';
import { Fields } from '../../parts/form/field-view.tsx';
import { formStatus, PortalForm } from '../../parts/form/form-parts.tsx';
import { PortalPage } from '../../parts/page.tsx';
import { queryText } from '../../parts/query-text.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { nameDecisionFields } from './fields.ts';

const namesPath = '/qualifications/names';
const formId = (id: string) => `qualification.decide-name:${id}`;

const messages = createMessages({
  fr: {
    title: 'Noms à accepter',
    intro:
      'Le nom d’un service en production est lu par les usagers au moment de consentir et dans leurs courriels. Acceptez celui qui dit qui ils vont trouver.',
    service: 'Service',
    organisation: 'Organisation',
    platform: 'Plateforme',
    from: 'Nom actuel',
    to: 'Nom demandé',
    since: 'Depuis',
    decision: 'Décision',
    approve: 'Accepter',
    refuse: 'Refuser',
    own: 'Votre organisation : un autre chargé de qualification décide.',
    empty: 'Aucun nom n’attend.',
    done: { approved: 'Le nom est accepté', refused: 'Le nom est refusé' },
  },
  en: {
    title: 'Names to accept',
    intro:
      'Citizens read the name of a service in production when they consent and in their mails. Accept the one that says whom they will meet.',
    service: 'Service',
    organisation: 'Organisation',
    platform: 'Platform',
    from: 'Present name',
    to: 'Name asked for',
    since: 'Since',
    decision: 'Decision',
    approve: 'Accept',
    refuse: 'Refuse',
    own: 'Your organisation: another qualification officer decides.',
    empty: 'No name waits.',
    done: { approved: 'The name is accepted', refused: 'The name is refused' },
  },
});

export function mountNames(routes: Routes, deps: PortalDeps): void {
  routes.get(namesPath, (visit) => showNames(deps, visit));
  routes.post(`${namesPath}/:id`, async (visit, params) => {
    const actor = requireOfficer(visit);
    const id = requireId(params.id);
    const form = visit.form(formId(id));
    const verdict = form.text('verdict');
    if (verdict !== 'approved' && verdict !== 'refused') throw new GaranceError('general.bad_request');
    const field = `reason-${id}` as const;
    const { locale } = visit;
    const alsoWrong = neededBy(verdict === 'refused', field);
    const sent = readForm(nameDecisionFields(id), form, { locale, alsoWrong });
    if (!sent.ok) return showNames(deps, visit, sent);
    await decideName(deps, { id, actor, verdict, reason: sent.data[field] ?? '' });
    return visit.goTo(`${namesPath}?done=${verdict}`);
  });
}

function requireOfficer(visit: RequestContext): Actor {
  const actor = requireActor(visit);
  requireAction(actor, 'qualification.judge', undefined);
  return actor;
}

interface Row {
  readonly approval: Approval;
  readonly service: Service;
  readonly organisation: string;
}

async function readRows({ store: { portal } }: PortalDeps): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const approval of (await portal.approvals.open()).filter(({ action }) => action === nameAction)) {
    const service = await portal.services.find(nameChangeOf(approval).serviceId);
    if (service === undefined) continue;
    const [organisation] = await portal.organisations.findMany([service.organisationId]);
    rows.push({ approval, service, organisation: organisation?.name ?? '' });
  }
  return rows;
}

interface Typed {
  readonly values?: FormValues;
  readonly errors?: FieldErrors;
}

async function showNames(
  deps: PortalDeps,
  visit: RequestContext,
  { values = {}, errors = {} }: Typed = {},
): Promise<FastifyReply> {
  const actor = requireOfficer(visit);
  const texts = messages(visit.locale);
  const doneParam = queryText(visit, 'done');
  const done = (['approved', 'refused'] as const).find((value) => value === doneParam);
  const rows = await readRows(deps);
  const page = (
    <PortalPage
      context={{ ...visit.context, path: namesPath }}
      title={texts.title}
      width="wide"
      backHref="/qualifications"
      errors={errors}
      done={done && texts.done[done]}
    >
      <p class="govuk-body">{texts.intro}</p>
      <Table
        caption={texts.title}
        captionHidden
        columns={[
          texts.service,
          texts.organisation,
          texts.platform,
          texts.from,
          texts.to,
          texts.since,
          texts.decision,
        ]}
        rows={rows.map(({ approval, service, organisation }) => {
          const { from, name, platform } = nameChangeOf(approval);
          return [
            <SafeLink href={`/services/${service.id}`}>{service.name}</SafeLink>,
            organisation,
            platformNames[platform],
            from,
            <strong>{name}</strong>,
            formatDateTime(visit.locale, approval.requestedAtMs),
            isOwn(actor, service) ? (
              texts.own
            ) : (
              <DecideForm visit={visit} id={approval.id} values={values} errors={errors} />
            ),
          ];
        })}
        empty={texts.empty}
      />
    </PortalPage>
  );
  return visit.show(page, formStatus(errors));
}

interface DecideFormProps extends Required<Typed> {
  readonly visit: RequestContext;
  readonly id: string;
}

function DecideForm({ visit, id, values, errors }: DecideFormProps) {
  const texts = messages(visit.locale);
  return (
    <PortalForm action={`${namesPath}/${id}`} csrf={visit.token(formId(id))}>
      <Fields fields={nameDecisionFields(id)} locale={visit.locale} values={values} errors={errors} />
      <ButtonGroup>
        <Button variant="secondary" name="verdict" value="approved">
          {texts.approve}
        </Button>
        <Button variant="secondary" name="verdict" value="refused">
          {texts.refuse}
        </Button>
      </ButtonGroup>
    </PortalForm>
  );
}
