import { defineLifecycle } from '../lifecycle/lifecycle.ts';

const drafting = ['draft', 'changes_requested', 'reopened', 'reopened_changes_requested'] as const;

/**
 * A habilitation request. `reopened…` states belong to a request whose habilitation is in force: whatever comes of them,
 * what was validated stays valid until something new is.
 */
export const requestLifecycle = defineLifecycle({
  object: 'request',
  states: [
    'draft',
    'submitted',
    'changes_requested',
    'validated',
    'refused',
    'reopened',
    'reopened_submitted',
    'reopened_changes_requested',
    'revoked',
    'archived',
  ],
  initial: 'draft',
  terminal: ['revoked', 'archived'],
  progress: ['draft', 'submitted', 'validated'],
  transitions: [
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
    // The outside site archives what is being looked at as well.
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
      effects: [],
    },
    ...([...drafting, 'submitted', 'reopened_submitted', 'validated', 'refused'] as const).map((state) => ({
      event: 'transfer' as const,
      from: [state],
      to: state,
      who: ['owner', 'operator', 'datapass'] as const,
      effects: ['change-owner', 'mail-partner'],
    })),
  ],
});

/** States in which the partner may change the answers. */
export const editableRequestStates: readonly string[] = drafting;
