import { defineLifecycle, type StateOf, unborn } from '../lifecycle/lifecycle.ts';

/** One version of a registration on one hub. One is published at a time; going back publishes an earlier one again. */
export const registrationLifecycle = defineLifecycle({
  object: 'registration',
  /** `checked`: published only after the live checks of its form. `restorable`: may be published again. */
  states: {
    draft: { checked: true },
    published: {},
    superseded: { restorable: true },
    discarded: {},
  },
  terminal: ['discarded'],
  progress: ['draft', 'published'],
  transitions: [
    {
      event: 'create',
      from: [unborn],
      to: 'draft',
      who: ['owner', 'technical-contact', 'contributor'],
    },
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
      // The database allows one published version at a time.
      before: ['supersede-current'],
      effects: ['publish-to-hub'],
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

/** Whether a client may start logins on one hub, independent of the version of its registration. */
export const accessLifecycle = defineLifecycle({
  object: 'access',
  /** `signsIn`: the hub lets citizens sign in. `final`: nothing about it changes any more. */
  states: {
    active: { signsIn: true },
    suspended: {},
    revoked: { final: true },
  },
  terminal: ['revoked'],
  progress: ['active'],
  transitions: [
    // Created with its client id when a page of the service first needs it.
    { event: 'create', from: [unborn], to: 'active', who: ['system'] },
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

export type RegistrationState = StateOf<typeof registrationLifecycle>;
export type ClientRegistrationState = StateOf<typeof accessLifecycle>;
