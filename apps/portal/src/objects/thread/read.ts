/** Reads everything that a thread's page shows. */

import type { Organisation } from '../account/tables/accounts.ts';
import type { Attachment } from '../attachment/table.ts';
import type { DiscussionMessage } from '../discussion/table.ts';
import type { PortalTables } from '../portal-store.ts';
import type { MessageTemplate } from '../request/tables/templates.ts';
import type { Service } from '../service/table.ts';
import { linkOccurrences, type OccurrenceLinks } from './occurrences.ts';
import type { SupportThread } from './tables/threads.ts';

export interface ReadThread {
  readonly thread: SupportThread;
  readonly organisation: Organisation | undefined;
  readonly service: Service | undefined;
  readonly messages: readonly DiscussionMessage[];
  readonly files: readonly Attachment[];
  readonly links: OccurrenceLinks;
  /** By person. */
  readonly names: ReadonlyMap<string, string>;
  readonly templates: readonly MessageTemplate[];
}

export const threadOwner = (id: string) => ({ object: 'thread', id });

interface Sight {
  /** Whether internal notes of the team are included. */
  readonly withInternal: boolean;
  /** Whether occurrence ids become links to the trace. */
  readonly withLinks: boolean;
}

export async function readThread(
  tables: PortalTables,
  thread: SupportThread,
  { withInternal, withLinks }: Sight,
): Promise<ReadThread> {
  const messages = await tables.discussion.list('thread', thread.id, { withInternal });
  const names = new Map<string, string>();
  for (const id of new Set([thread.openedBy, ...messages.map(({ author }) => author)])) {
    const person = await tables.people.find(id);
    if (person !== undefined) names.set(id, person.name === '' ? person.email : person.name);
  }
  const texts = messages.map(({ text }) => text);
  const { organisationId, serviceId } = thread;
  return {
    thread,
    messages,
    names,
    organisation: organisationId === undefined ? undefined : await tables.organisations.find(organisationId),
    service: serviceId === undefined ? undefined : await tables.services.find(serviceId),
    files: await tables.attachments.list(threadOwner(thread.id)),
    links: withLinks ? await linkOccurrences(tables, thread, texts) : new Map(),
    templates: withInternal ? await tables.templates.list('thread.answer') : [],
  };
}
