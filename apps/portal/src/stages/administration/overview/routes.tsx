/** `/administration`: waiting work with its age, and links to the other pages. */
import { formatDate, SafeLink, Table } from '@garance/web/view';
import type { PortalDeps } from '../../../deps.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { partnerTexts } from '../partners/texts.ts';
import { adminTexts } from '../texts.ts';
import { readOverview } from './read.ts';

export function mountOverview(routes: Routes, deps: PortalDeps): void {
  routes.get('/administration', async (visit) => {
    requireStaff(visit, 'service.manage');
    const { locale } = visit;
    const texts = adminTexts(locale);
    const queues = await readOverview(deps.store.portal, deps.clock.now());
    const pages = [
      ['/administration/providers', texts.providers],
      ['/administration/services', texts.services],
      ['/administration/organisations', partnerTexts(locale).organisations],
      ['/administration/people', partnerTexts(locale).people],
      ['/administration/keys', texts.keys],
      ['/administration/approvals', texts.approvals],
      ['/administration/subjects', texts.subjects],
      ['/administration/figures', texts.figures],
      ['/administration/audit', texts.audit],
      ['/administration/staff', texts.staff],
      ['/administration/incidents', texts.incidents],
      ['/administration/webhooks', texts.webhooks],
    ] as const;
    return visit.show(
      <AdminPage visit={visit} title={texts.title} backHref="/">
        <Table
          caption={texts.glance}
          columns={[texts.what, { header: texts.waiting, numeric: true }, texts.oldest]}
          rows={queues.map(({ name, href, count, oldestMs, retried }) => [
            href === undefined ? texts.queues[name] : <SafeLink href={href}>{texts.queues[name]}</SafeLink>,
            retried === undefined || retried === 0 ? count : `${count} (${texts.retried(retried)})`,
            oldestMs === undefined ? '—' : formatDate(locale, oldestMs),
          ])}
        />
        <h2 class="govuk-heading-m">{texts.pages}</h2>
        <ul class="govuk-list">
          {pages.map(([href, label]) => (
            <li key={href}>
              <SafeLink href={href}>{label}</SafeLink>
            </li>
          ))}
        </ul>
      </AdminPage>,
    );
  });
}
