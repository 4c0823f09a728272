import { defineLifecycle, type EventOf, type StateOf, unborn } from '../lifecycle/lifecycle.ts';

/** States in which the request may be handed to another applicant. */
const transferable = [
  'draft',
  'changes_requested',
  'reopened',
  'reopened_changes_requested',
  'submitted',
  'reopened_submitted',
  'validated',
  'refused',
] as const;

/**
 * A habilitation request. `reopened…` states belong to a request whose habilitation is in force: it stays in force
 * until a new one is granted, whatever the decision.
 */
export const requestLifecycle = defineLifecycle({
  object: 'request',
  /**
   * `editable`: the partner may change the answers. `open`: no second request for that service and platform. `waiting`:
   * for the team. `resumes`: the next submission continues with the days already used. `explained`: the partner is
   * shown the reason. `stage`: how the service's path shows it.
   */
  states: {
    draft: { editable: true, open: true, stage: 'in_progress' },
    submitted: { open: true, waiting: true, stage: 'waiting' },
    changes_requested: { editable: true, open: true, resumes: true, explained: true, stage: 'in_progress' },
    validated: { open: true, stage: 'done' },
    refused: { explained: true, stage: 'stopped' },
    reopened: { editable: true, open: true, reopened: true, stage: 'done' },
    reopened_submitted: { open: true, waiting: true, reopened: true, stage: 'done' },
    reopened_changes_requested: {
      editable: true,
      open: true,
      reopened: true,
      resumes: true,
      explained: true,
      stage: 'done',
    },
    revoked: { explained: true, stage: 'stopped' },
    archived: { stage: 'to_do' },
  },
  terminal: ['revoked', 'archived'],
  progress: ['draft', 'submitted', 'validated'],
  transitions: [
    {
      event: 'create',
      from: [unborn],
      to: 'draft',
      who: ['owner', 'technical-contact', 'contributor', 'datapass'],
    },
    {
      event: 'submit',
      from: ['draft', 'changes_requested'],
      to: 'submitted',
      who: ['owner', 'datapass'],
      conditions: ['complete', 'terms-accepted'],
      effects: ['freeze-copy', 'start-clock', 'mail-reviewers', 'mail-partner'],
    },
    {
      event: 'submit',
      from: ['reopened', 'reopened_changes_requested'],
      to: 'reopened_submitted',
      who: ['owner', 'datapass'],
      conditions: ['complete', 'terms-accepted'],
      effects: ['freeze-copy', 'start-clock', 'mail-reviewers', 'mail-partner'],
    },
    {
      event: 'request_changes',
      from: ['submitted'],
      to: 'changes_requested',
      who: ['legal-reviewer', 'datapass'],
      reason: true,
      effects: ['stop-clock', 'mail-partner'],
    },
    {
      event: 'request_changes',
      from: ['reopened_submitted'],
      to: 'reopened_changes_requested',
      who: ['legal-reviewer', 'datapass'],
      reason: true,
      effects: ['stop-clock', 'mail-partner'],
    },
    {
      event: 'approve',
      from: ['submitted', 'reopened_submitted'],
      to: 'validated',
      who: ['legal-reviewer', 'datapass'],
      conditions: ['organisation-proven'],
      effects: [
        'stop-clock',
        'grant-habilitation',
        'mail-partner',
        'mail-data-people',
        'invite-technical-contact',
      ],
    },
    {
      event: 'refuse',
      from: ['submitted'],
      to: 'refused',
      who: ['legal-reviewer', 'datapass'],
      reason: true,
      effects: ['stop-clock', 'mail-partner'],
    },
    {
      event: 'refuse',
      from: ['reopened_submitted'],
      to: 'validated',
      who: ['legal-reviewer', 'datapass'],
      reason: true,
      effects: ['stop-clock', 'restore-validated-copy', 'mail-partner'],
    },
    {
      event: 'reopen',
      from: ['validated'],
      to: 'reopened',
      who: ['owner', 'datapass'],
      effects: ['mail-reviewers'],
    },
    {
      event: 'cancel_reopening',
      from: ['reopened', 'reopened_submitted', 'reopened_changes_requested'],
      to: 'validated',
      who: ['owner', 'datapass'],
      effects: ['stop-clock', 'restore-validated-copy', 'mail-reviewers'],
    },
    {
      event: 'revoke',
      from: ['validated', 'reopened', 'reopened_submitted', 'reopened_changes_requested'],
      to: 'revoked',
      who: ['legal-reviewer', 'operator', 'datapass'],
      reason: true,
      effects: ['stop-clock', 'suspend-registrations', 'mail-partner'],
    },
    {
      event: 'archive',
      from: ['draft', 'changes_requested', 'refused'],
      to: 'archived',
      who: ['owner', 'datapass'],
      effects: ['mail-partner'],
    },
    // DataPass can archive a request under review too.
    {
      event: 'archive',
      from: ['submitted'],
      to: 'archived',
      who: ['datapass'],
      effects: ['stop-clock', 'mail-partner'],
    },
    // Its events may arrive out of order: an earlier one can show that a refusal was not the end.
    {
      event: 'take_back_refusal',
      from: ['refused'],
      to: 'changes_requested',
      who: ['datapass'],
    },
    ...transferable.map(
      (state) =>
        ({
          event: 'transfer',
          from: [state],
          to: state,
          who: ['owner', 'operator', 'datapass'],
          effects: ['change-owner', 'mail-partner'],
        }) as const,
    ),
  ],
});

export type RequestState = StateOf<typeof requestLifecycle>;
export type RequestEvent = EventOf<typeof requestLifecycle>;
