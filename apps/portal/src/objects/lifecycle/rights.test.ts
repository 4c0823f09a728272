/** The rights written down independently: for each role, what it may do. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type Role, roles } from './lifecycle.ts';
import { type Action, actions, mayDo, secondFactorActions } from './rights.ts';

const every = Object.keys(actions) as Action[];

const reader: readonly Action[] = [
  'sandbox.view',
  'request.view',
  'request.export',
  'registration.view',
  'qualification.view',
  'production.view',
  'thread.view',
  'organisation.view',
];
const contributor: readonly Action[] = [
  ...reader,
  'request.edit',
  'request.discuss',
  'registration.edit',
  'trace.view',
  'test-identity.edit',
  'qualification.edit',
  'thread.open',
  'sandbox.edit',
];
const technicalContact: readonly Action[] = [
  ...contributor,
  'secret.create',
  'production-secret.create',
  'production.edit',
];
const everyoneOfThePlatform: readonly Action[] = [
  'request.view',
  'organisation.view',
  'queue.view',
  'figures.view',
];
const whatIsBeingBuilt: readonly Action[] = [
  'registration.view',
  'trace.view',
  'qualification.view',
  'production.view',
];

const mayOf: Readonly<Record<Role, readonly Action[]>> = {
  reader,
  contributor,
  'technical-contact': technicalContact,
  owner: [...technicalContact, 'organisation.manage'],
  'legal-reviewer': [
    ...everyoneOfThePlatform,
    'request.discuss',
    'request.assign',
    'request.export',
    'template.edit',
    'organisation.prove',
  ],
  'qualification-officer': [...everyoneOfThePlatform, ...whatIsBeingBuilt, 'qualification.judge'],
  'support-agent': [
    ...everyoneOfThePlatform,
    ...whatIsBeingBuilt,
    'thread.view',
    'template.edit',
    'sandbox.view',
  ],
  operator: [
    ...everyoneOfThePlatform,
    ...whatIsBeingBuilt,
    'request.export',
    'thread.view',
    'template.edit',
    'provider.manage',
    'service.manage',
    'key.manage',
    'subject.manage',
    'audit.view',
    'incident.manage',
    'staff.manage',
    'webhook.manage',
    'organisation.prove',
    'partner.manage',
    'sandbox.view',
  ],
  // Machines only cause transitions; they neither view nor edit.
  system: [],
  datapass: [],
};

describe('rights outside the lifecycles', () => {
  it.each(roles)('a %s may do exactly this', (role) => {
    expect(every.filter((action) => mayDo(action, [role])).sort()).toEqual([...mayOf[role]].sort());
  });

  test.prop([fc.constantFrom(...every), fc.subarray([...roles])], { numRuns: 300 })(
    'a person with several roles has the rights of each, a person without role has none',
    (action, held) => {
      expect(mayDo(action, held)).toBe(held.some((role) => mayOf[role].includes(action)));
    },
  );

  it('a second factor is required from partners for the secrets of production, and for changes to the platform', () => {
    expect([...secondFactorActions].sort()).toEqual([
      'audit.view',
      'key.manage',
      'organisation.prove',
      'partner.manage',
      'production-secret.create',
      'provider.manage',
      'service.manage',
      'staff.manage',
      'subject.manage',
    ]);
  });
});
