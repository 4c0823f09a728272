/** How the matrix test tries each action and each event through HTTP. */
import type { Action } from '../objects/lifecycle/rights.ts';

/** Objects of the probes, by short names used in their paths. */
export interface World {
  /** A draft, submitted and archived request; one sent back. */
  readonly draft: string;
  readonly submitted: string;
  readonly archived: string;
  readonly sentBack: string;
  /** A service in production, its qualification (accepted); a service whose qualification is submitted. */
  readonly live: string;
  readonly qualified: string;
  readonly waiting: string;
  readonly organisation: string;
  /** Client registration of the live service on the integration hub. */
  readonly access: string;
  /** A sandbox client of the organisation. */
  readonly sandbox: string;
  /** A support thread of the organisation, closed. */
  readonly thread: string;
  /** A person to whom a request can be transferred. */
  readonly newOwner: string;
}

export interface Probe {
  readonly method: 'GET' | 'POST';
  readonly path: (world: World) => string;
  /** A page for partners or for the team only: the other side gets 404, whatever its role elsewhere. */
  readonly side?: 'partner' | 'team';
  /** Form id whose token is sent, and the fields; no token when absent. */
  readonly form?: (world: World) => {
    readonly id: string;
    readonly fields: Readonly<Record<string, string>>;
  };
}

const get = (path: Probe['path']): Probe => ({ method: 'GET', path });
const post = (path: Probe['path'], form?: Probe['form']): Probe => ({
  method: 'POST',
  path,
  ...(form !== undefined && { form }),
});
const onSide = (side: 'partner' | 'team', probe: Probe): Probe => ({ ...probe, side });
const writing = onSide(
  'partner',
  post(
    ({ thread }) => `/support/${thread}/messages`,
    ({ thread }) => ({ id: `support.write:${thread}`, fields: { id: thread, text: '' } }),
  ),
);
const answering = onSide(
  'team',
  post(({ thread }) => `/threads/${thread}/messages`),
);
/** An id that no approval and no other object has. */
const noApproval = '00000000-0000-4000-8000-000000000000';
const integration = ({ live }: World) => `/services/${live}/standard/integration`;
const qualification = ({ live }: World) => `/services/${live}/standard/qualification`;
const production = ({ live }: World) => `/services/${live}/standard/production`;

export const actionProbes: Readonly<Record<Action, readonly Probe[]>> = {
  'request.view': [get(({ submitted }) => `/requests/${submitted}`), get(({ live }) => `/services/${live}`)],
  'request.edit': [
    get(({ draft }) => `/requests/${draft}/steps/project`),
    post(({ draft }) => `/requests/${draft}/steps/project`),
    get(({ draft }) => `/requests/${draft}/documents/mockups`),
    post(({ live }) => `/services/${live}/requests`),
  ],
  'request.discuss': [post(({ submitted }) => `/requests/${submitted}/discussion`)],
  'request.assign': [post(({ submitted }) => `/review/${submitted}/assign`)],
  'request.export': [
    get(({ submitted }) => `/requests/${submitted}/print`),
    get(({ submitted }) => `/requests/${submitted}/export.json`),
  ],
  'registration.view': ['', '/versions', '/secrets', '/configurations'].map((page) =>
    get((world) => `${integration(world)}${page}`),
  ),
  'registration.edit': [
    get((world) => `${integration(world)}/registration`),
    post((world) => `${integration(world)}/registration`),
    post((world) => `${integration(world)}/check`),
  ],
  'secret.create': [
    post((world) => `${integration(world)}/secrets`),
    post((world) => `${integration(world)}/secrets/own`),
  ],
  'production-secret.create': [
    get((world) => `${production(world)}/secret`),
    post((world) => `${production(world)}/secret`),
    post((world) => `${production(world)}/secret/end`),
    post((world) => `${production(world)}/publish`),
  ],
  'trace.view': [integration, production].map((stage) => get((world) => `${stage(world)}/trace`)),
  'test-identity.edit': [post((world) => `${integration(world)}/test-identities`)],
  'qualification.view': ['', '/reports', '/mock-ups', '/items/secrets'].map((page) =>
    get((world) => `${qualification(world)}${page}`),
  ),
  'qualification.edit': ['/reports', '/items/secrets', '/mock-ups/messages'].map((page) =>
    post((world) => `${qualification(world)}${page}`),
  ),
  'qualification.judge': [
    onSide(
      'team',
      get(() => '/qualifications/names'),
    ),
    onSide(
      'team',
      post(() => `/qualifications/names/${noApproval}`),
    ),
    post(({ qualified }) => `/qualifications/${qualified}/items/secrets`),
    post(({ qualified }) => `/qualifications/${qualified}/messages`),
  ],
  'sandbox.view': [
    get(({ sandbox }) => `/sandbox/${sandbox}`),
    get(({ sandbox }) => `/sandbox/${sandbox}/trace`),
  ],
  'sandbox.edit': [
    get(({ sandbox }) => `/sandbox/${sandbox}/edit`),
    get(({ sandbox }) => `/sandbox/${sandbox}/remove`),
    get(({ organisation }) => `/sandbox/new?platform=plus&for=${organisation}`),
    post(({ sandbox }) => `/sandbox/${sandbox}/edit`),
    post(({ sandbox }) => `/sandbox/${sandbox}/secret`),
    post(({ sandbox }) => `/sandbox/${sandbox}/remove`),
  ],
  'production.view': [get(production)],
  'production.edit': [
    get((world) => `${production(world)}/registration`),
    post((world) => `${production(world)}/registration`),
  ],
  'organisation.view': [get(({ organisation }) => `/organisations/${organisation}`)],
  'organisation.manage': [
    get(({ organisation }) => `/organisations/${organisation}/invite`),
    post(({ organisation }) => `/organisations/${organisation}/invitations`),
  ],
  'organisation.prove': [
    get(({ submitted }) => `/review/${submitted}/organisation`),
    post(({ submitted }) => `/review/${submitted}/organisation`),
  ],
  'partner.manage': [
    get(() => '/administration/organisations'),
    get(() => '/administration/people'),
    post(({ organisation }) => `/administration/organisations/${organisation}/block`),
    post(
      ({ organisation, newOwner }) =>
        `/administration/organisations/${organisation}/members/${newOwner}/remove`,
    ),
  ],
  'queue.view': [get(() => '/qualifications')],
  'template.edit': [get(() => '/review/templates/new')],
  'webhook.manage': [get(() => '/administration/webhooks')],
  'thread.view': [
    onSide(
      'partner',
      get(({ thread }) => `/support/${thread}`),
    ),
    onSide(
      'team',
      get(({ thread }) => `/threads/${thread}`),
    ),
    onSide(
      'team',
      get(() => '/threads'),
    ),
  ],
  'thread.open': [writing],
  'provider.manage': [
    get(() => '/administration/providers'),
    get(() => '/administration/providers/standard-integration'),
    post(() => '/administration/providers/standard-integration'),
  ],
  'service.manage': [
    get(() => '/administration/services'),
    get(({ access }) => `/administration/services/${access}`),
  ],
  'key.manage': [
    get(() => '/administration/keys'),
    get(() => '/administration/approvals'),
    post(() => '/administration/keys/standard-integration/rotate'),
    post(() => `/administration/approvals/${noApproval}`),
  ],
  'subject.manage': [get(() => '/administration/subjects'), post(() => '/administration/subjects')],
  'figures.view': [get(() => '/administration/figures'), get(() => '/administration/figures/figures.csv')],
  'audit.view': [
    get(() => '/administration/audit'),
    get(() => '/administration/audit/entries.json'),
    post(() => '/administration/audit/verification'),
  ],
  'incident.manage': [get(() => '/administration/incidents'), get(() => '/administration/incidents/new')],
  'staff.manage': [
    get(() => '/administration/staff'),
    post(() => '/administration/staff'),
    get(() => '/account/recovery'),
    post(() => '/account/recovery'),
  ],
};

const partnerEvent = (event: string): Probe =>
  post(
    ({ archived }) => `/requests/${archived}/events/${event}`,
    ({ archived, newOwner }) => ({
      id: `habilitation.${event}:${archived}`,
      fields: { version: 'archived', new_owner: newOwner },
    }),
  );
const reviewEvent = (event: string): Probe =>
  post(
    ({ sentBack }) => `/review/${sentBack}/decide/${event}`,
    ({ sentBack }) => ({
      id: `review.decide:${sentBack}`,
      fields: { version: 'sentBack', reason: 'Une raison', confirm: 'yes' },
    }),
  );
const stop = post((world) => `${production(world)}/stop`);

export const eventProbes: Readonly<Record<string, Probe | readonly Probe[]>> = {
  'request.create': post(({ live }) => `/services/${live}/requests`),
  'request.submit': partnerEvent('submit'),
  'request.reopen': partnerEvent('reopen'),
  'request.cancel_reopening': partnerEvent('cancel_reopening'),
  'request.archive': partnerEvent('archive'),
  'request.transfer': partnerEvent('transfer'),
  'request.approve': reviewEvent('approve'),
  'request.request_changes': reviewEvent('request_changes'),
  'request.refuse': reviewEvent('refuse'),
  'request.revoke': reviewEvent('revoke'),
  'registration.create': post((world) => `${integration(world)}/registration`),
  'registration.publish': post((world) => `${integration(world)}/publish`),
  'registration.discard': post((world) => `${integration(world)}/discard`),
  'qualification.submit': post(
    ({ waiting }) => `/services/${waiting}/standard/qualification/submit`,
    ({ waiting }) => ({ id: `qualification.submit:${waiting}.standard`, fields: { version: '0' } }),
  ),
  'qualification.request_changes': post(({ qualified }) => `/qualifications/${qualified}/decision`),
  'qualification.accept': post(({ qualified }) => `/qualifications/${qualified}/decision`),
  'qualification.withdraw': post(({ qualified }) => `/qualifications/${qualified}/withdraw`),
  'production.activate': post((world) => `${production(world)}/activate`),
  'production.suspend': stop,
  'production.resume': stop,
  'production.close': stop,
  'access.suspend': post(({ access }) => `/administration/services/${access}/suspend`),
  'access.resume': post(({ access }) => `/administration/services/${access}/resume`),
  'thread.answer': answering,
  'thread.ask': answering,
  'thread.write': writing,
  'thread.close': [
    answering,
    onSide(
      'partner',
      post(
        ({ thread }) => `/support/${thread}/close`,
        ({ thread }) => ({ id: `support.close:${thread}`, fields: {} }),
      ),
    ),
  ],
};

/**
 * A revocation has no form of its own: closing production, or revoking the habilitation, causes it. Every signed-in
 * person may open a thread of their own; the form offers only services for which they may write.
 */
export const eventsWithin = ['access.revoke', 'thread.open'];
