import { defineLifecycle } from '../lifecycle/lifecycle.ts';

/** One version of a registration on one hub. One is published at a time; going back publishes an earlier one again. */
export const registrationLifecycle = defineLifecycle({
  object: 'registration',
  states: ['draft', 'published', 'superseded', 'discarded'],
  initial: 'draft',
  terminal: ['discarded'],
  progress: ['draft', 'published'],
  transitions: [
    {
      event: 'publish',
      from: ['draft', 'superseded'],
      to: 'published',
      who: ['owner', 'technical-contact', 'contributor'],
      conditions: [
        'organisation-proven',
        'access-not-revoked',
        'habilitation-in-force',
        'within-habilitation',
        'fields-valid',
      ],
      effects: ['supersede-current', 'publish-to-hub'],
    },
    { event: 'supersede', from: ['published'], to: 'superseded', who: ['system'] },
    {
      event: 'discard',
      from: ['draft'],
      to: 'discarded',
      who: ['owner', 'technical-contact', 'contributor'],
    },
  ],
});

/** Whether the service may sign anybody in on one hub; above every version. */
export const accessLifecycle = defineLifecycle({
  object: 'access',
  states: ['active', 'suspended', 'revoked'],
  initial: 'active',
  terminal: ['revoked'],
  progress: ['active'],
  transitions: [
    {
      event: 'suspend',
      from: ['active'],
      to: 'suspended',
      who: ['operator', 'system'],
      reason: true,
      secondFactor: true,
      effects: ['suspend-on-hub', 'mail-partner'],
    },
    {
      event: 'resume',
      from: ['suspended'],
      to: 'active',
      who: ['operator'],
      conditions: ['organisation-proven', 'habilitation-in-force'],
      secondFactor: true,
      effects: ['resume-on-hub', 'mail-partner'],
    },
    {
      event: 'revoke',
      from: ['active', 'suspended'],
      to: 'revoked',
      who: ['operator', 'system'],
      reason: true,
      secondFactor: true,
      effects: ['suspend-on-hub', 'mail-partner'],
    },
  ],
});
