/** `/administration/audit`: entries of the audit log and the result of its verification. */

import { Button, formatDateTime, type Locale, Notice, SafeLink, TextField } from '@garance/web/view';
import type { PortalDeps } from '../../../deps.ts';
import type { ChainedAuditEntry } from '../../../objects/journal/audit-entry.ts';
import type { AuditFilter } from '../../../objects/journal/audit-log.ts';
import { namesOf } from '../../../objects/request/read-review.ts';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import { queryText } from '../../../parts/query-text.ts';
import { Filters, Queue } from '../../../parts/queue/queue.tsx';
import { listHref, pageSizes, readPage, sequenceCursor } from '../../../parts/queue/read-page.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { adminTexts } from '../texts.ts';

const path = '/administration/audit';
const verifyForm = 'administration.verify-audit:';
/** Entries of one file; query parameter `before` starts the next one. */
const exportSize = 10_000;

type Verification = Awaited<ReturnType<PortalDeps['store']['portal']['audit']['verify']>>;

export function mountAudit(routes: Routes, deps: PortalDeps): void {
  const { audit } = deps.store.portal;
  routes.get(path, async (visit) => {
    requireStaff(visit, 'audit.view');
    return show(deps, visit);
  });
  // Reads the whole log, so it needs a form: a link on another site cannot trigger it.
  routes.post(`${path}/verification`, async (visit) => {
    requireStaff(visit, 'audit.view');
    visit.form(verifyForm);
    return show(deps, visit, await audit.verify());
  });
  routes.get(`${path}/entries.json`, async (visit) => {
    requireStaff(visit, 'audit.view');
    const before = sequenceCursor.read(queryText(visit, 'before'));
    const at = { limit: exportSize, ...(before !== undefined && { before }) };
    const entries = await audit.list({ filter: filterOf(visit), ...at });
    const next = entries.length === exportSize ? entries.at(-1)?.sequence : undefined;
    return visit.reply
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="garance-audit.json"')
      .type('application/json')
      .send(JSON.stringify({ entries, ...(next !== undefined && { next }) }));
  });
}

const filterNames = ['actor', 'action', 'object'] as const;

function filterOf(visit: RequestContext): AuditFilter {
  return {
    actor: queryText(visit, 'actor'),
    action: queryText(visit, 'action'),
    objectId: queryText(visit, 'object'),
  };
}

async function show(deps: PortalDeps, visit: RequestContext, verification?: Verification) {
  const { portal } = deps.store;
  const { locale } = visit;
  const texts = adminTexts(locale);
  const kept = Object.fromEntries(filterNames.map((name) => [name, queryText(visit, name)]));
  const page = await readPage(visit, {
    path,
    kept,
    size: pageSizes.log,
    direction: 'before',
    cursor: sequenceCursor,
    read: (at) => portal.audit.list({ filter: filterOf(visit), ...at }),
    placeOf: ({ sequence }) => sequence,
  });
  const names = await namesOf(
    portal,
    page.rows.map(({ actor }) => actor),
  );
  return visit.show(
    <AdminPage visit={visit} path={page.currentHref} title={texts.audit}>
      {verification !== undefined && <Verdict verification={verification} locale={locale} />}
      <PortalForm action={`${path}/verification`} csrf={visit.token(verifyForm)}>
        <Button variant="secondary">{texts.verify}</Button>
      </PortalForm>
      <Filters action={path}>
        {filterNames.map((name) => (
          <TextField
            key={name}
            id={name}
            name={name}
            label={texts.auditFilters[name]}
            value={queryText(visit, name)}
          />
        ))}
      </Filters>
      <Queue
        caption={texts.audit}
        page={page}
        columns={[
          texts.sequence,
          texts.when,
          texts.who,
          texts.action,
          texts.object,
          texts.detail,
          texts.hash,
        ]}
        cells={(entry) => cells(entry, names, locale)}
        empty={texts.noAudit}
      />
      <p class="govuk-body">
        <SafeLink href={listHref(`${path}/entries.json`, kept)}>{texts.exportJson}</SafeLink>
      </p>
    </AdminPage>,
  );
}

function Verdict({ verification, locale }: { readonly verification: Verification; readonly locale: Locale }) {
  const texts = adminTexts(locale);
  const { entries, brokenAt, reason = 'entry' } = verification;
  return brokenAt === undefined ? (
    <Notice tone="success" title={texts.chainWhole(entries)} />
  ) : (
    <Notice tone="error" title={texts.chainBroken[reason](brokenAt)} />
  );
}

function cells(entry: ChainedAuditEntry, names: ReadonlyMap<string, string>, locale: Locale) {
  const detail = Object.entries(entry.detail ?? {}).map(([name, value]) => `${name}: ${value}`);
  const texts = adminTexts(locale);
  return [
    entry.sequence,
    formatDateTime(locale, entry.atMs),
    entry.actor === 'system' ? texts.system : (names.get(entry.actor) ?? entry.actor),
    entry.action,
    <span class="garance-breakable">{`${entry.object} ${entry.objectId}`}</span>,
    <span class="garance-breakable">{detail.join(', ')}</span>,
    <code>{entry.hash.slice(0, 12)}</code>,
  ];
}
