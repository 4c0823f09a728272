/** Finds occurrence ids (32 hexadecimal digits, as on error pages) in a message and the trace entries they name. */
import type { PortalTables } from '../portal-store.ts';
import type { SupportThread } from './tables/threads.ts';

const pattern = /\b[0-9a-f]{32}\b/gi;
/** Ids looked up for one page. */
const atMost = 20;

export type OccurrenceLinks = ReadonlyMap<string, string>;

/** Ids in these texts, lower case, each once. */
export function occurrencesIn(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) => text.match(pattern) ?? []).map((id) => id.toLowerCase());
  return [...new Set(found)].slice(0, atMost);
}

/** Looks each id up in the trace of the thread's service, else of its organisation's services; never in other traces. */
export async function linkOccurrences(
  tables: Pick<PortalTables, 'services' | 'clientRegistrations' | 'trace'>,
  thread: Pick<SupportThread, 'serviceId' | 'organisationId'>,
  texts: readonly string[],
): Promise<OccurrenceLinks> {
  const links = new Map<string, string>();
  const ids = occurrencesIn(texts);
  if (ids.length === 0) return links;
  const clientRegistrations = [];
  for (const serviceId of await servicesOf(tables, thread)) {
    clientRegistrations.push(...(await tables.clientRegistrations.ofService(serviceId)));
  }
  const clientIds = clientRegistrations.map(({ clientId }) => clientId);
  for (const id of ids) {
    const [entry] = await tables.trace.list({ clientIds, occurrenceId: id, limit: 1 });
    const access = clientRegistrations.find(({ clientId }) => clientId === entry?.clientId);
    if (access === undefined) continue;
    const { serviceId, platform, environment } = access;
    links.set(id, `/services/${serviceId}/${platform}/${environment}/trace?occurrence=${id}`);
  }
  return links;
}

async function servicesOf(
  { services }: Pick<PortalTables, 'services'>,
  { serviceId, organisationId }: Pick<SupportThread, 'serviceId' | 'organisationId'>,
): Promise<readonly string[]> {
  if (serviceId !== undefined) return [serviceId];
  if (organisationId === undefined) return [];
  return (await services.ofOrganisations([organisationId], { limit: 20 })).map(({ id }) => id);
}

export interface TextPart {
  readonly text: string;
  readonly href?: string;
}

/** Splits the text into parts; known occurrence ids become links. */
export function partsOf(text: string, links: OccurrenceLinks): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const href = links.get(match[0].toLowerCase());
    if (href === undefined) continue;
    parts.push({ text: text.slice(at, match.index) }, { text: match[0], href });
    at = match.index + match[0].length;
  }
  return [...parts, { text: text.slice(at) }].filter((part) => part.text !== '');
}
