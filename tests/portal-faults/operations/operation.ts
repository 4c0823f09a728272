/** An operation of the partner space as data, and its common parts. */

import type { PortalTables } from '@garance/portal';
import type { TestPortal } from '@garance/portal/testing';

/** Ids, addresses and sessions of an operation by name. JSON, because it outlives the process. */
export type Subject = Readonly<Record<string, string>>;

export interface Operation {
  readonly name: string;
  /** Brings a new object to the state before the operation. */
  prepare(portal: TestPortal): Promise<Subject>;
  /** Opens the page; returns a function that submits its form. */
  begin(portal: TestPortal, subject: Subject): Promise<() => Promise<{ readonly status: number }>>;
  /** The state compared before and after. */
  state(tables: PortalTables, subject: Subject): Promise<string>;
  /** Number of transactions; the last one is the operation. Default 1. */
  readonly transactions?: number;
  /** Tables that it writes before the operation, while it reads. */
  readonly notesFirst?: readonly string[];
  readonly before: string;
  readonly after: string;
  /** Names in the subject of the addresses to which the operation sends mails; others may get mails too. */
  readonly tells: readonly string[];
}

export function of(subject: Subject, name: string): string {
  const value = subject[name];
  if (value === undefined) throw new Error(`the subject has no ${name}`);
  return value;
}

interface Form {
  /** Name in the subject of the session. */
  readonly as: string;
  readonly path: (subject: Subject) => string;
  readonly fields?: Readonly<Record<string, string | readonly string[]>>;
  /** Text in the form, when the page has several forms. */
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

/** The subject after these operations, with further names. */
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

/** A member of the platform's team, with a second factor. */
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
