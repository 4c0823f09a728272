import { defineLifecycle } from '../lifecycle/lifecycle.ts';

/** The qualification of one service on one platform: what it built, judged item by item. */
export const qualificationLifecycle = defineLifecycle({
  object: 'qualification',
  states: ['open', 'submitted', 'changes_requested', 'qualified', 'expired', 'withdrawn'],
  initial: 'open',
  terminal: ['withdrawn'],
  progress: ['open', 'submitted', 'qualified'],
  transitions: [
    {
      event: 'submit',
      // A qualified service has what it built since qualified too; what was given holds meanwhile.
      from: ['open', 'changes_requested', 'expired', 'qualified'],
      to: 'submitted',
      who: ['owner', 'technical-contact'],
      conditions: [
        'habilitation-in-force',
        'registration-published',
        'automatic-items-pass',
        'declared-items-have-evidence',
        'requested-changes-answered',
      ],
      effects: ['start-clock', 'mail-officers', 'mail-partner'],
    },
    {
      event: 'request_changes',
      from: ['submitted'],
      to: 'changes_requested',
      who: ['qualification-officer'],
      reason: true,
      effects: ['stop-clock', 'mail-partner'],
    },
    {
      event: 'accept',
      from: ['submitted'],
      to: 'qualified',
      who: ['qualification-officer'],
      conditions: ['habilitation-in-force', 'registration-published', 'every-item-accepted'],
      effects: ['stop-clock', 'record-scope', 'open-production', 'mail-partner'],
    },
    { event: 'expire', from: ['qualified'], to: 'expired', who: ['system'], effects: ['mail-partner'] },
    {
      event: 'withdraw',
      from: ['open', 'submitted', 'changes_requested', 'qualified', 'expired'],
      to: 'withdrawn',
      who: ['operator'],
      reason: true,
      effects: ['stop-clock', 'close-production', 'mail-partner'],
    },
  ],
});

/** Production of one service on one platform, opened by its qualification. */
export const productionLifecycle = defineLifecycle({
  object: 'production',
  states: ['opened', 'active', 'suspended', 'closed'],
  initial: 'opened',
  terminal: ['closed'],
  progress: ['opened', 'active'],
  transitions: [
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
      effects: ['suspend-on-hub', 'mail-partner'],
    },
    {
      event: 'resume',
      from: ['suspended'],
      to: 'active',
      who: ['operator'],
      secondFactor: true,
      conditions: ['habilitation-in-force'],
      effects: ['resume-on-hub', 'mail-partner'],
    },
    {
      event: 'close',
      from: ['opened', 'active', 'suspended'],
      to: 'closed',
      who: ['operator', 'system'],
      secondFactor: true,
      reason: true,
      effects: ['suspend-on-hub', 'mail-partner'],
    },
  ],
});
