/** Print view and JSON export of a request, and the public list of questions. */
import type { PortalDeps } from '../../deps.ts';
import { readAnswers } from '../../objects/request/answers.ts';
import { findDocuments } from '../../objects/request/documents.ts';
import { exportRequest } from '../../objects/request/export.ts';
import type { Routes } from '../../parts/routes.ts';
import { requireRequest } from '../../parts/scope/request-scope.ts';
import { PrintPage } from './pages/print-page.tsx';
import { QuestionsPage } from './pages/questions-page.tsx';

export function mountPaper(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get('/requests/questions', (visit) => visit.show(<QuestionsPage context={visit.context} />));
  routes.get('/requests/:id/print', async (visit, { id }) => {
    const { request, organisation } = await requireRequest(deps, visit, { id, action: 'request.export' });
    const documents = await findDocuments(portal, request.id);
    return visit.show(
      <PrintPage
        context={visit.context}
        request={request}
        organisation={organisation}
        nowMs={deps.clock.now()}
        described={{
          answers: readAnswers(request.answers),
          platform: request.platform,
          documents: new Map([...documents].map(([key, list]) => [key, list.map(({ name }) => name)])),
        }}
      />,
    );
  });
  routes.get('/requests/:id/export.json', async (visit, { id }) => {
    const opened = await requireRequest(deps, visit, { id, action: 'request.export' });
    const body = await exportRequest(portal, opened);
    return visit.reply
      .header('content-disposition', `attachment; filename="request-${opened.request.id}.json"`)
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(body, undefined, 2));
  });
}
