/** `/qualifications/names`: names of services in production that wait for an officer. */

import { GaranceError } from '@garance/core';
import {
  Button,
  ButtonGroup,
  createMessages,
  formatDateTime,
  Notice,
  platformNames,
  Table,
  TextField,
} from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, requireAction } from '../../objects/account/actor.ts';
import type { Approval } from '../../objects/approval/table.ts';
import { decideName, isOwn, nameAction, nameChangeOf } from '../../objects/production/display-name.ts';
import { requireId } from '../../objects/require-id.ts';
import type { Service } from '../../objects/service/table.ts';
import { formStatus, HiddenFields } from '../../parts/form/form-parts.tsx';
import { PortalLayout } from '../../parts/layout.tsx';
import { queryText } from '../../parts/query-text.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';

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
    reason: 'Motif du refus',
    approve: 'Accepter',
    refuse: 'Refuser',
    own: 'Votre organisation : un autre chargé de qualification décide.',
    empty: 'Aucun nom n’attend.',
    reasonMissing: 'Donnez le motif du refus : il sera envoyé au partenaire.',
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
    reason: 'Reason of the refusal',
    approve: 'Accept',
    refuse: 'Refuse',
    own: 'Your organisation: another qualification officer decides.',
    empty: 'No name waits.',
    reasonMissing: 'Give the reason of the refusal: it is sent to the partner.',
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
    const reason = form.text('reason').slice(0, 2000);
    if (verdict !== 'approved' && verdict !== 'refused') throw new GaranceError('general.bad_request');
    if (verdict === 'refused' && reason === '') return showNames(deps, visit, id);
    await decideName(deps, { id, actor, verdict, reason });
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

/** @param unreasoned id of the name that was refused without a reason */
async function showNames(
  deps: PortalDeps,
  visit: RequestContext,
  unreasoned?: string,
): Promise<FastifyReply> {
  const actor = requireOfficer(visit);
  const texts = messages(visit.locale);
  const doneParam = queryText(visit, 'done');
  const done = (['approved', 'refused'] as const).find((value) => value === doneParam);
  const rows = await readRows(deps);
  const page = (
    <PortalLayout
      context={{ ...visit.context, path: namesPath }}
      title={texts.title}
      width="wide"
      backHref="/qualifications"
      hasErrors={unreasoned !== undefined}
    >
      {done !== undefined && <Notice tone="success" title={texts.done[done]} />}
      <h1 class="govuk-heading-l">{texts.title}</h1>
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
        ].map((header) => ({ header }))}
        rows={rows.map(({ approval, service, organisation }) => {
          const { from, name, platform } = nameChangeOf(approval);
          return [
            <a class="govuk-link" href={`/services/${service.id}`}>
              {service.name}
            </a>,
            organisation,
            platformNames[platform],
            from,
            <strong>{name}</strong>,
            formatDateTime(visit.locale, approval.requestedAtMs),
            isOwn(actor, service) ? (
              texts.own
            ) : (
              <DecideForm visit={visit} id={approval.id} isUnreasoned={approval.id === unreasoned} />
            ),
          ];
        })}
        empty={texts.empty}
      />
    </PortalLayout>
  );
  return visit.show(page, formStatus(unreasoned));
}

interface DecideFormProps {
  readonly visit: RequestContext;
  readonly id: string;
  readonly isUnreasoned: boolean;
}

function DecideForm({ visit, id, isUnreasoned }: DecideFormProps) {
  const texts = messages(visit.locale);
  return (
    <form method="post" action={`${namesPath}/${id}`} novalidate>
      <HiddenFields csrf={visit.token(formId(id))} />
      <TextField
        id={`reason-${id}`}
        name="reason"
        label={texts.reason}
        error={isUnreasoned ? texts.reasonMissing : undefined}
      />
      <ButtonGroup>
        <Button variant="secondary" name="verdict" value="approved">
          {texts.approve}
        </Button>
        <Button variant="secondary" name="verdict" value="refused">
          {texts.refuse}
        </Button>
      </ButtonGroup>
    </form>
  );
}
