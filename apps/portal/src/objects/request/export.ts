import type { Organisation } from '../account/tables/accounts.ts';
import type { PortalTables } from '../portal-store.ts';
import type { Service } from '../service/table.ts';
import { readAnswers } from './answers.ts';
import { findDocuments } from './documents.ts';
import type { HabilitationRequest } from './tables/requests.ts';

/** JSON export of a request: answers, frozen copies, history; without internal notes of the team. */
export async function exportRequest(
  tables: PortalTables,
  { request, service, organisation }: ExportedRequest,
): Promise<object> {
  const documents = await findDocuments(tables, request.id);
  const history = await tables.history.list('request', request.id);
  const copies = await tables.requestCopies.list(request.id);
  const date = (ms: number) => new Date(ms).toISOString();
  return {
    format: 'garance-habilitation-request/1',
    id: request.id,
    state: request.state,
    platform: request.platform,
    level: request.level,
    common_identifier: request.commonIdentifier,
    created_at: date(request.createdAtMs),
    submitted_at: request.submittedAtMs === undefined ? undefined : date(request.submittedAtMs),
    due_on: request.dueOn,
    service: { id: service.id, name: service.name, kind: service.kind },
    organisation: { id: organisation.id, siret: organisation.siret, name: organisation.name },
    answers: readAnswers(request.answers),
    documents: [...documents].flatMap(([field, list]) =>
      list.map(({ id, name, mediaType, sizeBytes, sha256 }) => ({
        field,
        id,
        name,
        media_type: mediaType,
        size_bytes: sizeBytes,
        sha256,
      })),
    ),
    history: history.map(({ event, from, to, atMs, reason }) => ({
      event,
      from,
      to,
      at: date(atMs),
      reason,
    })),
    copies: copies.map(({ kind, version, atMs, answers }) => ({ kind, version, at: date(atMs), answers })),
  };
}

interface ExportedRequest {
  readonly request: HabilitationRequest;
  readonly service: Service;
  readonly organisation: Organisation;
}
