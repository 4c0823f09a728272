import type { Recipient } from '../mail/mail.ts';
import type { PortalTables } from '../portal-store.ts';
import { namedPerson, readAnswers } from './answers.ts';
import type { HabilitationRequest } from './tables/requests.ts';

/**
 * Recipients on the partner's side: the applicant, the organisation's owners and every editor of the request, while
 * they are members.
 */
export async function partnersConcerned(
  tables: PortalTables,
  request: HabilitationRequest,
): Promise<readonly Recipient[]> {
  const wrote = new Set([request.ownerId, ...Object.values(request.stepEdits).map((edit) => edit.by)]);
  const members = await tables.memberships.list(request.organisationId);
  return members
    .filter(({ person, role }) => role === 'owner' || wrote.has(person.id))
    .map(({ person }) => ({ email: person.email, locale: person.locale }));
}

/** Recipients in the team: the assigned reviewer, else every legal reviewer, else the team's address. */
export async function reviewersConcerned(
  tables: PortalTables,
  request: HabilitationRequest,
  operatorMail: string,
): Promise<readonly Recipient[]> {
  if (request.assignedTo !== undefined) {
    const assigned = await tables.people.find(request.assignedTo);
    const stillThere = assigned !== undefined && assigned.blockedAtMs === undefined;
    if (stillThere) return [{ email: assigned.email, locale: assigned.locale }];
  }
  const reviewers = await tables.platformRoles.list('legal-reviewer');
  if (reviewers.length === 0) return [{ email: operatorMail, locale: 'fr' }];
  return reviewers.map(({ email, locale }) => ({ email, locale }));
}

/** Data controller and data protection officer named in the request; they need no account. */
export function dataPeople(request: HabilitationRequest): readonly Recipient[] {
  const answers = readAnswers(request.answers);
  const emails = (['controller', 'dpo'] as const).flatMap((who) => namedPerson(answers, who)?.email ?? []);
  return [...new Set(emails)].map((email) => ({ email, locale: 'fr' }));
}
