import { defineLifecycle, type Facts, type StateOf, unborn } from '../lifecycle/lifecycle.ts';

/** Production of one service on one platform, opened by its qualification. */
export const productionLifecycle = defineLifecycle({
  object: 'production',
  /**
   * `activatable`: nothing has been delivered yet. `live`: citizens sign in, unless the hub was stopped. `editable`: the partner
   * may change the registration. `delivered`: it has secrets, which may be ended. `stopped`: the reason is kept, and shown to the
   * partner. `stage`: how the service's path shows it.
   */
  states: {
    opened: { activatable: true, editable: true, stage: 'to_do' },
    active: { live: true, editable: true, delivered: true, stage: 'done' },
    suspended: { delivered: true, stopped: true, stage: 'stopped' },
    closed: { stopped: true, stage: 'stopped' },
  },
  terminal: ['closed'],
  progress: ['opened', 'active'],
  transitions: [
    { event: 'open', from: [unborn], to: 'opened', who: ['system'] },
    {
      event: 'activate',
      from: ['opened'],
      to: 'active',
      who: ['owner', 'technical-contact'],
      secondFactor: true,
      conditions: ['organisation-proven', 'habilitation-in-force', 'qualification-in-force', 'fields-valid'],
      // The secret is made first, so that one version of the registration is published with it.
      effects: ['deliver-secret-once', 'publish-to-hub', 'mail-partner'],
    },
    {
      event: 'suspend',
      from: ['active'],
      to: 'suspended',
      who: ['operator', 'system'],
      secondFactor: true,
      reason: true,
      // The access on the hub writes to the partner, with the reason.
      effects: ['suspend-on-hub'],
    },
    {
      event: 'resume',
      from: ['suspended'],
      to: 'active',
      who: ['operator'],
      secondFactor: true,
      conditions: ['habilitation-in-force'],
      effects: ['resume-on-hub'],
    },
    {
      event: 'close',
      from: ['opened', 'active', 'suspended'],
      to: 'closed',
      who: ['operator', 'system'],
      secondFactor: true,
      reason: true,
      // The access on the hub writes to the partner, with the reason.
      effects: ['suspend-on-hub'],
    },
  ],
});

export type ProductionState = StateOf<typeof productionLifecycle>;
/** Conditions of every event. */
export type ProductionFacts = Facts<typeof productionLifecycle>;
