import { defineLifecycle, type EventOf, type Facts, type StateOf, unborn } from '../lifecycle/lifecycle.ts';

/** The qualification of one service on one platform, assessed item by item. */
export const qualificationLifecycle = defineLifecycle({
  object: 'qualification',
  /**
   * `editable`: the partner may change evidence. `open`: mock-ups and messages are accepted. `waiting`: for an officer.
   * `holds`: what was qualified stays in force until its end, also while something newer is judged. `resumes`: the next
   * submission goes on with the days already used. `repeats`: the next submission is judged afresh. `explained`: the partner
   * is shown the reason. `stage`: how the service's path shows it.
   */
  states: {
    open: { editable: true, open: true, holds: true, stage: 'in_progress' },
    submitted: { open: true, waiting: true, holds: true, stage: 'waiting' },
    changes_requested: {
      editable: true,
      open: true,
      holds: true,
      resumes: true,
      explained: true,
      stage: 'in_progress',
    },
    qualified: { editable: true, open: true, holds: true, repeats: true, stage: 'done' },
    expired: { editable: true, open: true, repeats: true, stage: 'in_progress' },
    withdrawn: { explained: true, stage: 'stopped' },
  },
  terminal: ['withdrawn'],
  progress: ['open', 'submitted', 'qualified'],
  transitions: [
    // With the partner's first declaration, document or message, and with the submission at the latest.
    { event: 'create', from: [unborn], to: 'open', who: ['system'] },
    {
      event: 'submit',
      // A qualified service submits again after changes of its registration; the former qualification stays in force
      // meanwhile.
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

export type QualificationState = StateOf<typeof qualificationLifecycle>;
export type QualificationEvent = EventOf<typeof qualificationLifecycle>;
/** Conditions of every event. */
export type QualificationFacts = Facts<typeof qualificationLifecycle>;
