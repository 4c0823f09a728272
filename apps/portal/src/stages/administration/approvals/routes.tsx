/** `/administration/approvals`: actions that wait for the approval of a second person. */

import { type ErrorCode, GaranceError, getErrorDefinition } from '@garance/core';
import { Button, ButtonGroup, formatDateTime, type Locale, Table } from '@garance/web/view';
import type { PortalDeps } from '../../../deps.ts';
import { actionsOnPeople, approvedActionOf } from '../../../objects/approval/actions.ts';
import { decide, findRefusal } from '../../../objects/approval/decide.ts';
import type { Approval } from '../../../objects/approval/table.ts';
import type { PortalTables } from '../../../objects/portal-store.ts';
import { namesOf } from '../../../objects/request/read-review.ts';
import { requireId } from '../../../objects/require-id.ts';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { adminTexts } from '../texts.ts';

const formId = (id: string) => `administration.decide-approval:${id}`;

export function mountApprovals(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get('/administration/approvals', async (visit) => {
    const actor = requireStaff(visit, 'key.manage');
    const { locale } = visit;
    const texts = adminTexts(locale);
    const open = (await portal.approvals.open()).filter(
      (approval) => approvedActionOf(approval) !== undefined,
    );
    const rows: ApprovalRow[] = [];
    for (const approval of open) rows.push(await readRow(deps, approval, actor.personId));
    const names = await namesOf(
      portal,
      open.map(({ requestedBy }) => requestedBy),
    );
    return visit.show(
      <AdminPage visit={visit} title={texts.approvals}>
        <Table
          caption={texts.approvals}
          captionHidden
          columns={[texts.action, texts.detail, texts.requestedBy, texts.requestedOn, texts.status]}
          rows={rows.map(({ approval, about, refusal }) => [
            actionLabel(approval, locale),
            <Details approval={approval} about={about} locale={locale} />,
            names.get(approval.requestedBy) ?? '',
            formatDateTime(locale, approval.requestedAtMs),
            approval.requestedBy === actor.personId ? (
              texts.own
            ) : (
              <DecideForm visit={visit} approval={approval} refusal={refusal} />
            ),
          ])}
          empty={texts.noApprovals}
        />
      </AdminPage>,
    );
  });
  routes.post('/administration/approvals/:id', async (visit, params) => {
    const actor = requireStaff(visit, 'key.manage');
    const id = requireId(params.id);
    const verdict = visit.form(formId(id)).text('verdict');
    if (verdict !== 'approved' && verdict !== 'refused') throw new GaranceError('general.bad_request');
    await decide(deps, { id, actor, verdict });
    return visit.goTo(`/administration/approvals?done=${verdict}`);
  });
}

interface ApprovalRow {
  readonly approval: Approval;
  /** Name of the person concerned. */
  readonly about: string | undefined;
  /** Reason why the reader may not approve it. */
  readonly refusal: ErrorCode | undefined;
}

async function readRow(
  { store: { portal }, clock }: PortalDeps,
  approval: Approval,
  personId: string,
): Promise<ApprovalRow> {
  const action = approvedActionOf(approval);
  const isOnPerson = action !== undefined && actionsOnPeople.has(action);
  return {
    approval,
    about: isOnPerson ? await describePerson(portal, approval.objectId) : undefined,
    refusal: await findRefusal(portal, { approval, personId, nowMs: clock.now() }),
  };
}

async function describePerson(
  { people }: Pick<PortalTables, 'people'>,
  id: string,
): Promise<string | undefined> {
  const person = await people.find(id);
  return person && `${person.name} (${person.email})`;
}

function actionLabel(approval: Approval, locale: Locale): string {
  const action = approvedActionOf(approval);
  return action === undefined ? approval.action : adminTexts(locale).actions[action];
}

/** Shows the exact action to the approving operator. */
function Details({ approval, about, locale }: Omit<ApprovalRow, 'refusal'> & { readonly locale: Locale }) {
  return (
    <ul class="govuk-list garance-breakable">
      {about !== undefined && (
        <li>
          {adminTexts(locale).person}: {about}
        </li>
      )}
      {Object.entries(approval.detail).map(([name, value]) => (
        <li key={name}>
          {name}: {value}
        </li>
      ))}
    </ul>
  );
}

function DecideForm({
  visit,
  approval,
  refusal,
}: Omit<ApprovalRow, 'about'> & { readonly visit: RequestContext }) {
  const texts = adminTexts(visit.locale);
  return (
    <PortalForm action={`/administration/approvals/${approval.id}`} csrf={visit.token(formId(approval.id))}>
      {refusal !== undefined && <p class="govuk-body">{getErrorDefinition(refusal).citizen[visit.locale]}</p>}
      <ButtonGroup>
        {refusal === undefined && (
          <Button variant="secondary" name="verdict" value="approved">
            {texts.approve}
          </Button>
        )}
        <Button variant="secondary" name="verdict" value="refused">
          {texts.refuse}
        </Button>
      </ButtonGroup>
    </PortalForm>
  );
}
