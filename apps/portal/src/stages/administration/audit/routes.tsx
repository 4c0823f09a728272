/** `/administration/audit`: who did what, and whether the log is still whole. */

import { Button, formatDateTime, type Locale, Notice, SafeLink, Table, TextField } from '@garance/web/view';
import type { PortalDeps } from '../../../deps.ts';
import type { ChainedAuditEntry } from '../../../objects/journal/audit-entry.ts';
import type { AuditFilter } from '../../../objects/journal/audit-log.ts';
import { namesOf } from '../../../objects/request/read-review.ts';
import { HiddenFields } from '../../../parts/form/form-parts.tsx';
import type { Routes } from '../../../parts/routes.ts';
import type { Visit } from '../../../parts/visit.ts';
import { queryOf, requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { adminTexts } from '../texts.ts';

const path = '/administration/audit';
const verifyForm = 'administration.verify-audit:';
const pageSize = 50;
/** Entries of one file; `before` of the address begins the next one. */
const exportSize = 10_000;

type Verification = Awaited<ReturnType<PortalDeps['store']['portal']['audit']['verify']>>;

export function mountAudit(routes: Routes, deps: PortalDeps): void {
  const { audit } = deps.store.portal;
  routes.get(path, async (visit) => {
    requireStaff(visit, 'audit.view');
    return show(deps, visit);
  });
  // The whole log is read: a form, so that no link of another site makes an operator do it.
  routes.post(`${path}/verification`, async (visit) => {
    requireStaff(visit, 'audit.view');
    visit.form(verifyForm);
    return show(deps, visit, await audit.verify());
  });
  routes.get(`${path}/entries.json`, async (visit) => {
    requireStaff(visit, 'audit.view');
    const entries = await audit.list({ ...pageOf(visit), limit: exportSize });
    const next = entries.length === exportSize ? entries.at(-1)?.sequence : undefined;
    return visit.reply
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="garance-audit.json"')
      .type('application/json')
      .send(JSON.stringify({ entries, ...(next !== undefined && { next }) }));
  });
}

const filterNames = ['actor', 'action', 'object'] as const;

function filterOf(visit: Visit): AuditFilter {
  return {
    actor: queryOf(visit, 'actor'),
    action: queryOf(visit, 'action'),
    objectId: queryOf(visit, 'object'),
  };
}

function pageOf(visit: Visit) {
  const before = Number(queryOf(visit, 'before'));
  return { filter: filterOf(visit), ...(Number.isSafeInteger(before) && before > 0 && { before }) };
}

async function show(deps: PortalDeps, visit: Visit, verification?: Verification) {
  const { portal } = deps.store;
  const { locale } = visit;
  const texts = adminTexts(locale);
  const found = await portal.audit.list({ ...pageOf(visit), limit: pageSize + 1 });
  const entries = found.slice(0, pageSize);
  const last = found.length > pageSize ? entries.at(-1) : undefined;
  const names = await namesOf(
    portal,
    entries.map(({ actor }) => actor),
  );
  const kept = filterNames.map((name) => [name, queryOf(visit, name)]).filter(([, value]) => value !== '');
  const href = (base: string, more: readonly string[][] = []) => {
    const query = new URLSearchParams([...kept, ...more]).toString();
    return query === '' ? base : `${base}?${query}`;
  };
  return visit.show(
    <AdminPage visit={visit} path={href(path)} title={texts.audit}>
      <h1 class="govuk-heading-l">{texts.audit}</h1>
      {verification !== undefined && <Verdict verification={verification} locale={locale} />}
      <form method="post" action={`${path}/verification`}>
        <HiddenFields csrf={visit.token(verifyForm)} />
        <Button variant="secondary">{texts.verify}</Button>
      </form>
      <form method="get" action={path} class="garance-filters">
        <TextField id="actor" name="actor" label={texts.actorFilter} value={queryOf(visit, 'actor')} />
        <TextField id="action" name="action" label={texts.actionFilter} value={queryOf(visit, 'action')} />
        <TextField id="object" name="object" label={texts.objectFilter} value={queryOf(visit, 'object')} />
        <Button variant="secondary">{texts.filter}</Button>
      </form>
      <Table
        caption={texts.audit}
        captionHidden
        columns={[
          { header: texts.sequence },
          { header: texts.when },
          { header: texts.who },
          { header: texts.action },
          { header: texts.object },
          { header: texts.detail },
          { header: texts.hash },
        ]}
        rows={entries.map((entry) => cells(entry, names, locale))}
        empty={texts.noAudit}
      />
      <p class="govuk-body">
        {last !== undefined && (
          <SafeLink href={href(path, [['before', String(last.sequence)]])}>{texts.next}</SafeLink>
        )}{' '}
        {queryOf(visit, 'before') !== '' && <SafeLink href={href(path)}>{texts.first}</SafeLink>}
      </p>
      <p class="govuk-body">
        <SafeLink href={href(`${path}/entries.json`)}>{texts.exportJson}</SafeLink>
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
