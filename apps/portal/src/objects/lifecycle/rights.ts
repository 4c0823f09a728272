/** Rights that do not come from a transition: seeing and editing. */
import type { Role } from './lifecycle.ts';

const everyPartner = ['owner', 'technical-contact', 'contributor', 'reader'] as const;
const partnersWhoWrite = ['owner', 'technical-contact', 'contributor'] as const;
const everyPlatform = ['legal-reviewer', 'qualification-officer', 'support-agent', 'operator'] as const;

/** Roles allowed for each action on an object. A partner has no role towards objects of other organisations. */
export const actions = {
  'request.view': [...everyPartner, 'legal-reviewer', 'qualification-officer', 'support-agent', 'operator'],
  'request.edit': ['owner', 'contributor', 'technical-contact'],
  'request.discuss': [...partnersWhoWrite, 'legal-reviewer'],
  'request.assign': ['legal-reviewer'],
  'request.export': [...everyPartner, 'legal-reviewer', 'operator'],
  'registration.view': [...everyPartner, 'qualification-officer', 'support-agent', 'operator'],
  'registration.edit': partnersWhoWrite,
  'secret.create': ['owner', 'technical-contact'],
  'production-secret.create': ['owner', 'technical-contact'],
  'sandbox.view': [...everyPartner, 'support-agent', 'operator'],
  'sandbox.edit': partnersWhoWrite,
  'trace.view': [...partnersWhoWrite, 'support-agent', 'qualification-officer', 'operator'],
  'test-identity.edit': partnersWhoWrite,
  'qualification.view': [...everyPartner, 'qualification-officer', 'support-agent', 'operator'],
  'qualification.edit': partnersWhoWrite,
  'qualification.judge': ['qualification-officer'],
  'production.view': [...everyPartner, 'qualification-officer', 'support-agent', 'operator'],
  'production.edit': ['owner', 'technical-contact'],
  'thread.view': [...everyPartner, 'support-agent', 'operator'],
  'thread.open': partnersWhoWrite,
  'organisation.view': [...everyPartner, ...everyPlatform],
  'organisation.manage': ['owner'],
  'organisation.prove': ['legal-reviewer', 'operator'],
  'partner.manage': ['operator'],
  'queue.view': everyPlatform,
  'template.edit': ['legal-reviewer', 'support-agent', 'operator'],
  'provider.manage': ['operator'],
  'service.manage': ['operator'],
  'key.manage': ['operator'],
  'subject.manage': ['operator'],
  'figures.view': everyPlatform,
  'audit.view': ['operator'],
  'incident.manage': ['operator'],
  'staff.manage': ['operator'],
  'webhook.manage': ['operator'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof actions;

/** Actions that need a second factor shown in this session. Platform staff need one for everything. */
export const secondFactorActions: ReadonlySet<Action> = new Set<Action>([
  'production-secret.create',
  'provider.manage',
  'service.manage',
  'key.manage',
  'subject.manage',
  'audit.view',
  'staff.manage',
  'organisation.prove',
  'partner.manage',
]);

export function mayDo(action: Action, roles: readonly Role[]): boolean {
  const allowed: readonly Role[] = actions[action];
  return roles.some((role) => allowed.includes(role));
}
