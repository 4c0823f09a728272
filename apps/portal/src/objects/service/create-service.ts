import { randomUUID } from 'node:crypto';
import type { Clock } from '@garance/core';
import type { PortalTables } from '../portal-store.ts';
import type { Service } from './table.ts';

interface NewService {
  readonly organisationId: string;
  readonly name: string;
  readonly kind: Service['kind'];
  /** Answers of the eligibility questionnaire. */
  readonly eligibility: Readonly<Record<string, string>>;
  /** Person id, `system` or `datapass`. */
  readonly actor: string;
}

/**
 * Creates a service of an organisation, with its audit entry. Call it inside a transaction; the caller checks rights.
 */
export async function createService(
  tables: PortalTables,
  clock: Clock,
  { actor, ...input }: NewService,
): Promise<Service> {
  const atMs = clock.now();
  const service: Service = { ...input, id: randomUUID(), createdAtMs: atMs };
  await tables.services.create(service);
  await tables.audit.append({
    atMs,
    actor,
    action: 'service.create',
    object: 'service',
    objectId: service.id,
    detail: { organisation: service.organisationId, kind: service.kind },
  });
  return service;
}
