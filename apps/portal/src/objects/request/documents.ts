import type { Attachment, AttachmentOwner } from '../attachment/table.ts';
import type { PortalTables } from '../portal-store.ts';
import { formSteps } from './questions/steps.ts';

/** A field of the request that has documents. */
export interface DocumentField {
  readonly step: string;
  readonly name: string;
  readonly maxCount: number;
}

/** The document fields of all questions. */
export const documentFields: readonly DocumentField[] = formSteps.flatMap((step) =>
  step.fields.flatMap((field) =>
    field.kind === 'files' ? [{ step: step.name, name: field.name, maxCount: field.maxCount }] : [],
  ),
);

export function findDocumentField(name: string | undefined): DocumentField | undefined {
  return documentFields.find((field) => field.name === name);
}

export function attachmentOwner(requestId: string, field: string): AttachmentOwner {
  return { object: `request.${field}`, id: requestId };
}

export function attachmentOwners(requestId: string): readonly AttachmentOwner[] {
  return documentFields.map((field) => attachmentOwner(requestId, field.name));
}

export type DocumentsByField = ReadonlyMap<string, readonly Attachment[]>;

/** Documents of a request by `<step>.<field>`. */
export async function findDocuments(
  tables: Pick<PortalTables, 'attachments'>,
  requestId: string,
): Promise<DocumentsByField> {
  const found = new Map<string, readonly Attachment[]>();
  for (const { step, name } of documentFields) {
    found.set(`${step}.${name}`, await tables.attachments.list(attachmentOwner(requestId, name)));
  }
  return found;
}

export function countDocuments(documents: DocumentsByField): ReadonlyMap<string, number> {
  return new Map([...documents].map(([key, list]) => [key, list.length]));
}

/** Names of the documents as a frozen copy stores them: `<id>/<name>`, by field. */
export async function attachmentNames(
  tables: Pick<PortalTables, 'attachments'>,
  requestId: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const documents = await findDocuments(tables, requestId);
  return Object.fromEntries(
    [...documents].map(([key, list]) => [
      key.slice(key.indexOf('.') + 1),
      list.map(({ id, name }) => `${id}/${name}`),
    ]),
  );
}
