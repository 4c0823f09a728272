/**
 * The name under which citizens see a service in production: the one that an officer saw at the qualification, or
 * accepted since (security.md 29). A partner requests another one; publishing the rest does not wait for the decision.
 */
import { randomUUID } from 'node:crypto';
import { GaranceError, type Platform, toPublicName } from '@garance/core';
import { createMessages } from '@garance/web/view';
import { z } from 'zod';
import type { PortalDeps } from '../../deps.ts';
import type { Actor } from '../account/actor.ts';
import type { Approval } from '../approval/table.ts';
import { enqueueMail } from '../mail/mail.ts';
import type { PortalTables } from '../portal-store.ts';
import type { RegistrationProblem } from '../registration/parse-form.ts';
import type { Service } from '../service/table.ts';
import { dayMs } from '../time/day.ts';

export const nameAction = 'production.display-name';

const detailSchema = z.object({
  name: z.string(),
  from: z.string(),
  serviceId: z.string(),
  platform: z.enum(['standard', 'plus']),
});
type NameChange = z.infer<typeof detailSchema>;

export function nameChangeOf({ detail }: Approval): NameChange {
  return detailSchema.parse(detail);
}

/** Names are compared in their displayed form. */
const plain = (name: string): string => toPublicName(name);

export interface NameStatus {
  /** The published name, else the qualified one. */
  readonly current: string;
  /** Names that an officer has seen. */
  readonly accepted: ReadonlySet<string>;
  /** Accepted since the last publication. */
  readonly ready: string | undefined;
  readonly waiting: Approval | undefined;
}

export async function readNameStatus(
  { approvals }: Pick<PortalTables, 'approvals'>,
  names: {
    readonly accessId: string | undefined;
    readonly qualified: string;
    readonly published: string | undefined;
  },
): Promise<NameStatus> {
  const { accessId, qualified, published } = names;
  const current = published ?? qualified;
  const approvalsOfName = accessId === undefined ? [] : await approvals.about(nameAction, accessId);
  const approved = approvalsOfName.find(({ decision }) => decision?.verdict === 'approved');
  const ready = approved && nameChangeOf(approved).name;
  return {
    current,
    accepted: new Set([qualified, current, ...(ready === undefined ? [] : [ready])].map(plain)),
    ready: ready === current ? undefined : ready,
    waiting: approvalsOfName.find(({ decision }) => decision === undefined),
  };
}

export function nameProblem({ accepted }: NameStatus, name: string): readonly RegistrationProblem[] {
  return accepted.has(plain(name)) ? [] : [{ field: 'displayName', code: 'name-not-accepted' }];
}

interface NameInput {
  readonly accessId: string;
  readonly service: Service;
  readonly platform: Platform;
  readonly name: string;
  readonly current: string;
  readonly actor: string;
}

/** Requests a name; replaces a request that is still open. */
export async function requestName(
  { store, clock }: Pick<PortalDeps, 'store' | 'clock'>,
  { accessId, service, platform, name, current, actor }: NameInput,
): Promise<void> {
  const id = randomUUID();
  const atMs = clock.now();
  await store.portal.transaction(async (tables) => {
    const about = { object: 'access', objectId: accessId };
    await tables.audit.append({ ...about, atMs, actor, action: `${nameAction}.ask` });
    await tables.approvals.withdraw(nameAction, accessId);
    const detail = { name, from: current, serviceId: service.id, platform };
    await tables.approvals.ask({
      id,
      action: nameAction,
      objectId: accessId,
      detail,
      requestedBy: actor,
      requestedAtMs: atMs,
    });
  });
}

const messages = createMessages({
  fr: {
    approved: (service: string) => `${service} : nouveau nom accepté`,
    refused: (service: string) => `${service} : nouveau nom refusé`,
    approvedText: (name: string) =>
      `Le nom « ${name} » est accepté. Enregistrez-le dans l’enregistrement de production, puis publiez : les usagers le verront alors.`,
    refusedText: (name: string) => `Le nom « ${name} » n’est pas accepté. Le nom actuel reste.`,
    reason: (reason: string) => `Motif : ${reason}`,
    open: 'Voir l’enregistrement',
  },
  en: {
    approved: (service) => `${service}: new name accepted`,
    refused: (service) => `${service}: new name refused`,
    approvedText: (name) =>
      `The name “${name}” is accepted. Save it in the production registration, then publish: citizens will see it from then on.`,
    refusedText: (name) => `The name “${name}” is not accepted. The present name stays.`,
    reason: (reason) => `Reason: ${reason}`,
    open: 'See the registration',
  },
});

interface NameDecision {
  readonly id: string;
  readonly actor: Actor;
  readonly verdict: 'approved' | 'refused';
  readonly reason: string;
}

/**
 * The caller has checked the right (`qualification.judge`).
 * @throws GaranceError `general.not_found`, `portal.reason_missing` for a refusal without one, `portal.not_allowed` for a
 *   service of the officer's own organisation, `support.second_person_required`
 */
export async function decideName(
  { store, clock, config }: Pick<PortalDeps, 'store' | 'clock' | 'config'>,
  { id, actor, verdict, reason }: NameDecision,
): Promise<void> {
  if (verdict === 'refused' && reason === '') throw new GaranceError('portal.reason_missing');
  await store.portal.transaction(async (tables) => {
    const approval = await tables.approvals.find(id);
    if (approval?.action !== nameAction) throw new GaranceError('general.not_found');
    const { name, serviceId, platform } = nameChangeOf(approval);
    const service = await tables.services.find(serviceId);
    if (service === undefined) throw new GaranceError('general.not_found');
    if (isOwn(actor, service)) throw new GaranceError('portal.not_allowed');
    const atMs = clock.now();
    if (!(await tables.approvals.decide(id, { by: actor.personId, atMs, verdict }))) {
      throw new GaranceError('support.second_person_required');
    }
    const action = `${nameAction}.${verdict === 'approved' ? 'approve' : 'refuse'}`;
    const about = { object: 'access', objectId: approval.objectId };
    await tables.audit.append({ ...about, atMs, actor: actor.personId, action });
    const to = await tables.people.find(approval.requestedBy);
    if (to === undefined) return;
    const texts = messages(to.locale);
    await enqueueMail(tables, {
      id: `production-name-${id}`,
      to,
      subject: texts[verdict](service.name),
      paragraphs: [
        verdict === 'approved' ? texts.approvedText(name) : texts.refusedText(name),
        ...(reason === '' ? [] : [texts.reason(reason)]),
      ],
      link: {
        href: `${config.origin}/services/${serviceId}/${platform}/production/registration`,
        label: texts.open,
      },
      expiresAtMs: atMs + dayMs,
    });
  });
}

/** Officers do not decide requests of their own organisation. */
export function isOwn({ memberships }: Pick<Actor, 'memberships'>, service: Service): boolean {
  return memberships.some(({ organisationId }) => organisationId === service.organisationId);
}
