/**
 * The tables of transitions, written down a second time from the specification, one line each: a role more, a condition
 * less, a mail forgotten turns this red. Whoever changes a table changes two places, and means it.
 */
import { describe, expect, it } from 'vitest';
import { partnerRoles, platformRoles, roles, type Transition } from './lifecycle/lifecycle.ts';
import { lifecycles } from './lifecycles.ts';
import { editableRequestStates } from './request/lifecycle.ts';

const written: Readonly<Record<string, string>> = {
  request: `
    begins draft; ends revoked, archived; shown as draft, submitted, validated
    submit: draft, changes_requested → submitted, by owner, datapass, when complete, terms-accepted; then freeze-copy, start-clock, mail-reviewers, mail-partner
    submit: reopened, reopened_changes_requested → reopened_submitted, by owner, datapass, when complete, terms-accepted; then freeze-copy, start-clock, mail-reviewers, mail-partner
    request_changes: submitted → changes_requested, by legal-reviewer, datapass, with a reason; then stop-clock, mail-partner
    request_changes: reopened_submitted → reopened_changes_requested, by legal-reviewer, datapass, with a reason; then stop-clock, mail-partner
    approve: submitted, reopened_submitted → validated, by legal-reviewer, datapass, when organisation-proven; then stop-clock, grant-habilitation, mail-partner, mail-data-people, invite-technical-contact
    refuse: submitted → refused, by legal-reviewer, datapass, with a reason; then stop-clock, mail-partner
    refuse: reopened_submitted → validated, by legal-reviewer, datapass, with a reason; then stop-clock, restore-validated-copy, mail-partner
    reopen: validated → reopened, by owner, datapass; then mail-reviewers
    cancel_reopening: reopened, reopened_submitted, reopened_changes_requested → validated, by owner, datapass; then stop-clock, restore-validated-copy, mail-reviewers
    revoke: validated, reopened, reopened_submitted, reopened_changes_requested → revoked, by legal-reviewer, operator, datapass, with a reason; then stop-clock, suspend-registrations, mail-partner
    archive: draft, changes_requested, refused → archived, by owner, datapass; then mail-partner
    archive: submitted → archived, by datapass; then stop-clock, mail-partner
    take_back_refusal: refused → changes_requested, by datapass
    transfer: draft → draft, by owner, operator, datapass; then change-owner, mail-partner
    transfer: changes_requested → changes_requested, by owner, operator, datapass; then change-owner, mail-partner
    transfer: reopened → reopened, by owner, operator, datapass; then change-owner, mail-partner
    transfer: reopened_changes_requested → reopened_changes_requested, by owner, operator, datapass; then change-owner, mail-partner
    transfer: submitted → submitted, by owner, operator, datapass; then change-owner, mail-partner
    transfer: reopened_submitted → reopened_submitted, by owner, operator, datapass; then change-owner, mail-partner
    transfer: validated → validated, by owner, operator, datapass; then change-owner, mail-partner
    transfer: refused → refused, by owner, operator, datapass; then change-owner, mail-partner`,
  registration: `
    begins draft; ends discarded; shown as draft, published
    publish: draft, superseded → published, by owner, technical-contact, contributor, when organisation-proven, access-not-revoked, habilitation-in-force, within-habilitation, fields-valid; then supersede-current, publish-to-hub
    supersede: published → superseded, by system
    discard: draft → discarded, by owner, technical-contact, contributor`,
  access: `
    begins active; ends revoked; shown as active
    suspend: active → suspended, by operator, system, with a second factor, with a reason; then suspend-on-hub, mail-partner
    resume: suspended → active, by operator, when organisation-proven, habilitation-in-force, with a second factor; then resume-on-hub, mail-partner
    revoke: active, suspended → revoked, by operator, system, with a second factor, with a reason; then suspend-on-hub, mail-partner`,
  qualification: `
    begins open; ends withdrawn; shown as open, submitted, qualified
    submit: open, changes_requested, expired, qualified → submitted, by owner, technical-contact, when habilitation-in-force, registration-published, automatic-items-pass, declared-items-have-evidence, requested-changes-answered; then start-clock, mail-officers, mail-partner
    request_changes: submitted → changes_requested, by qualification-officer, with a reason; then stop-clock, mail-partner
    accept: submitted → qualified, by qualification-officer, when habilitation-in-force, registration-published, every-item-accepted; then stop-clock, record-scope, open-production, mail-partner
    expire: qualified → expired, by system; then mail-partner
    withdraw: open, submitted, changes_requested, qualified, expired → withdrawn, by operator, with a reason; then stop-clock, close-production, mail-partner`,
  production: `
    begins opened; ends closed; shown as opened, active
    activate: opened → active, by owner, technical-contact, when organisation-proven, habilitation-in-force, qualification-in-force, fields-valid, with a second factor; then deliver-secret-once, publish-to-hub, mail-partner
    suspend: active → suspended, by operator, system, with a second factor, with a reason; then suspend-on-hub, mail-partner
    resume: suspended → active, by operator, when habilitation-in-force, with a second factor; then resume-on-hub, mail-partner
    close: opened, active, suspended → closed, by operator, system, with a second factor, with a reason; then suspend-on-hub, mail-partner`,
  thread: `
    begins open; ends nowhere; shown as open, answered, closed
    answer: open, answered, waiting → answered, by support-agent, operator; then stop-clock, mail-partner
    ask: open, answered → waiting, by support-agent, operator; then stop-clock, mail-partner
    write: open, answered, waiting, closed → open, by owner, technical-contact, contributor; then start-clock, mail-team
    close: open, answered, waiting → closed, by owner, technical-contact, contributor, support-agent, operator`,
};

const linesOf = (text: string | undefined) =>
  (text ?? '')
    .split('\n')
    .slice(1)
    .map((line) => line.trim());

function lineOf({ event, from, to, who, conditions, effects, secondFactor, reason }: Transition): string {
  return [
    `${event}: ${from.join(', ')} → ${to}, by ${who.join(', ')}`,
    conditions === undefined ? '' : `, when ${conditions.join(', ')}`,
    secondFactor === true ? ', with a second factor' : '',
    reason === true ? ', with a reason' : '',
    effects === undefined || effects.length === 0 ? '' : `; then ${effects.join(', ')}`,
  ].join('');
}

describe('the path as the specification has it', () => {
  it('exists for each object, and for no other', () => {
    expect(lifecycles.map(({ object }) => object)).toEqual(Object.keys(written));
  });

  it.each(lifecycles)('of a $object has these transitions, word for word', (lifecycle) => {
    const { initial, terminal, progress, transitions } = lifecycle;
    const [first, ...others] = linesOf(written[lifecycle.object]);
    expect(
      `begins ${initial}; ends ${terminal.join(', ') || 'nowhere'}; shown as ${progress.join(', ')}`,
    ).toBe(first);
    expect(transitions.map(lineOf)).toEqual(others);
  });

  it('lets the partner change answers while the request is with them, and only then', () => {
    expect(editableRequestStates).toEqual([
      'draft',
      'changes_requested',
      'reopened',
      'reopened_changes_requested',
    ]);
  });
});

describe('the roles', () => {
  it('are those of a partner, those of the platform, and two machines that nobody can be', () => {
    expect(partnerRoles).toEqual(['owner', 'technical-contact', 'contributor', 'reader']);
    expect(platformRoles).toEqual(['legal-reviewer', 'qualification-officer', 'support-agent', 'operator']);
    expect(roles).toEqual([...partnerRoles, ...platformRoles, 'system', 'datapass']);
  });
});
