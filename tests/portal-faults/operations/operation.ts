/** What an operation of the partner space is, as data, and what all of them are made of. */

import type { PortalTables } from '@garance/portal';
import type { TestPortal } from '@garance/portal/testing';

/** What an operation is about: ids, addresses and sessions by name. JSON-able: it outlives the process. */
export type Subject = Readonly<Record<string, string>>;

export interface Operation {
  readonly name: string;
  /** Leads something of its own to the moment before. */
  prepare(portal: TestPortal): Promise<Subject>;
  /** Opens the page; what it gives back sends the form. */
  begin(portal: TestPortal, subject: Subject): Promise<() => Promise<{ readonly status: number }>>;
  /** What is looked at before and after. */
  state(tables: PortalTables, subject: Subject): Promise<string>;
  /** How many transactions it takes; the last is the one that counts. One unless told. */
  readonly transactions?: number;
  /** Tables in which it notes what it sees of the world, before it does anything. */
  readonly notesFirst?: readonly string[];
  readonly before: string;
  readonly after: string;
  /** Addresses, by their names in the subject, that the operation writes to; others may be told too. */
  readonly tells: readonly string[];
}

export function of(subject: Subject, name: string): string {
  const value = subject[name];
  if (value === undefined) throw new Error(`the subject has no ${name}`);
  return value;
}

interface Form {
  /** Whose session, by its name in the subject. */
  readonly as: string;
  readonly path: (subject: Subject) => string;
  readonly fields?: Readonly<Record<string, string | readonly string[]>>;
  /** Text that the form contains, where the page has several. */
  readonly mark?: string;
}

export function form({ as, path, fields = {}, mark }: Form): Operation['begin'] {
  return async (portal, subject) => {
    const browser = portal.browser();
    browser.setSession(of(subject, `${as} session`));
    const page = await browser.get(path(subject));
    return () => browser.submit(page, fields, mark === undefined ? {} : { form: mark });
  };
}

/** The subject after these operations, with more known of it. */
export function after(
  operations: readonly Operation[],
  more: (portal: TestPortal, subject: Subject) => Promise<Subject>,
) {
  return async (portal: TestPortal): Promise<Subject> => {
    const [first] = operations;
    if (first === undefined) throw new Error('no operation');
    let subject = await first.prepare(portal);
    for (const operation of operations) await carryOut(portal, operation, subject);
    subject = { ...subject, ...(await more(portal, subject)) };
    return subject;
  };
}

async function carryOut(portal: TestPortal, operation: Operation, subject: Subject): Promise<void> {
  const send = await operation.begin(portal, subject);
  const { status } = await send();
  const state = await operation.state(portal.store.portal, subject);
  if (status >= 400 || state !== operation.after) throw new Error(`${operation.name}: ${status}, ${state}`);
}

export const nothingMore = async (): Promise<Subject> => ({});

/** Somebody of the platform's team, with their second factor. */
export async function colleague(
  portal: TestPortal,
  name: string,
  role: 'legal-reviewer' | 'qualification-officer' | 'support-agent' | 'operator',
): Promise<Subject> {
  const { person, sessionSecret } = await portal.as({ platformRoles: [role] });
  return { [name]: person.email, [`${name} session`]: sessionSecret };
}

export async function organisation(portal: TestPortal): Promise<Subject> {
  const made = await portal.organisation();
  const { person, sessionSecret } = await portal.as({ organisation: made, secondFactor: true });
  return {
    organisation: made.id,
    owner: person.email,
    'owner id': person.id,
    'owner session': sessionSecret,
  };
}
