/** `/administration/approvals`: what waits for a second person. */

import { GaranceError } from '@garance/core';
import type { Approval } from '@garance/store';
import { Button, ButtonGroup, formatDateTime, type Locale, Table } from '@garance/web/view';
import type { PortalDeps } from '../../../kit/deps.ts';
import type { Routes } from '../../../kit/routes.ts';
import type { Visit } from '../../../kit/visit.ts';
import { HiddenFields } from '../../account/form-parts.tsx';
import { requireUuid } from '../../account/uuid.ts';
import { namesOf } from '../../review/read-review.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { adminTexts } from '../texts.ts';
import { decide } from './decide.ts';

const formId = (id: string) => `administration.decide-approval:${id}`;

export function mountApprovals(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get('/administration/approvals', async (visit) => {
    const actor = requireStaff(visit, 'key.manage');
    const { locale } = visit;
    const texts = adminTexts(locale);
    const open = await portal.approvals.open();
    const names = await namesOf(
      portal,
      open.map(({ askedBy }) => askedBy),
    );
    return visit.show(
      <AdminPage visit={visit} title={texts.approvals}>
        <h1 class="govuk-heading-l">{texts.approvals}</h1>
        <Table
          caption={texts.approvals}
          captionHidden
          columns={[
            { header: texts.action },
            { header: texts.detail },
            { header: texts.asked },
            { header: texts.askedAt },
            { header: texts.status },
          ]}
          rows={open.map((approval) => [
            actionLabel(approval, locale),
            <Details approval={approval} />,
            names.get(approval.askedBy) ?? '',
            formatDateTime(locale, approval.askedAtMs),
            approval.askedBy === actor.personId ? (
              texts.own
            ) : (
              <DecideForm visit={visit} approval={approval} />
            ),
          ])}
          empty={texts.noApprovals}
        />
      </AdminPage>,
    );
  });
  routes.post('/administration/approvals/:id', async (visit, params) => {
    const actor = requireStaff(visit, 'key.manage');
    const id = requireUuid(params.id ?? '');
    const verdict = visit.form(formId(id)).text('verdict');
    if (verdict !== 'approved' && verdict !== 'refused') throw new GaranceError('general.bad_request');
    await decide(deps, { id, actor, verdict });
    return visit.goTo(`/administration/approvals?done=${verdict}`);
  });
}

function actionLabel({ action }: Approval, locale: Locale): string {
  const { actions } = adminTexts(locale);
  return action === 'hub-keys.rotate' || action === 'subject.override' ? actions[action] : action;
}

/** Whoever decides sees exactly what will be done. */
function Details({ approval }: { readonly approval: Approval }) {
  return (
    <ul class="govuk-list garance-breakable">
      {Object.entries(approval.detail).map(([name, value]) => (
        <li key={name}>
          {name}: {value}
        </li>
      ))}
    </ul>
  );
}

function DecideForm({ visit, approval }: { readonly visit: Visit; readonly approval: Approval }) {
  const texts = adminTexts(visit.locale);
  return (
    <form method="post" action={`/administration/approvals/${approval.id}`}>
      <HiddenFields csrf={visit.token(formId(approval.id))} />
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
