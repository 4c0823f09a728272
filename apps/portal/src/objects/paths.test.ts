/**
 * The tables of transitions, written a second time from the specification, one line each: an added role, a missing
 * condition or a forgotten mail fails here. A change of a table has to be made in both places.
 */
import { describe, expect, it } from 'vitest';
import { partnerRoles, platformRoles, roles, type Transition } from './lifecycle/lifecycle.ts';
import { lifecycles } from './lifecycles.ts';

const written: Readonly<Record<string, string>> = {
  request: `
    ends revoked, archived; shown as draft, submitted, validated
    create: nothing → draft, by owner, technical-contact, contributor, datapass
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
    ends discarded; shown as draft, published
    create: nothing → draft, by owner, technical-contact, contributor
    publish: draft, superseded → published, by owner, technical-contact, contributor, when organisation-proven, access-not-revoked, habilitation-in-force, within-habilitation, fields-valid; first supersede-current; then publish-to-hub
    supersede: published → superseded, by system
    discard: draft → discarded, by owner, technical-contact, contributor`,
  access: `
    ends revoked; shown as active
    create: nothing → active, by system
    suspend: active → suspended, by operator, system, with a second factor, with a reason; then suspend-on-hub, mail-partner
    resume: suspended → active, by operator, when organisation-proven, habilitation-in-force, with a second factor; then resume-on-hub, mail-partner
    revoke: active, suspended → revoked, by operator, system, with a second factor, with a reason; then suspend-on-hub, mail-partner`,
  qualification: `
    ends withdrawn; shown as open, submitted, qualified
    create: nothing → open, by system
    submit: open, changes_requested, expired, qualified → submitted, by owner, technical-contact, when habilitation-in-force, registration-published, automatic-items-pass, declared-items-have-evidence, requested-changes-answered; then start-clock, mail-officers, mail-partner
    request_changes: submitted → changes_requested, by qualification-officer, with a reason; then stop-clock, mail-partner
    accept: submitted → qualified, by qualification-officer, when habilitation-in-force, registration-published, every-item-accepted; then stop-clock, record-scope, open-production, mail-partner
    expire: qualified → expired, by system; then mail-partner
    withdraw: open, submitted, changes_requested, qualified, expired → withdrawn, by operator, with a reason; then stop-clock, close-production, mail-partner`,
  production: `
    ends closed; shown as opened, active
    open: nothing → opened, by system
    activate: opened → active, by owner, technical-contact, when organisation-proven, habilitation-in-force, qualification-in-force, fields-valid, with a second factor; then deliver-secret-once, publish-to-hub, mail-partner
    suspend: active → suspended, by operator, system, with a second factor, with a reason; then suspend-on-hub
    resume: suspended → active, by operator, when habilitation-in-force, with a second factor; then resume-on-hub
    close: opened, active, suspended → closed, by operator, system, with a second factor, with a reason; then suspend-on-hub`,
  thread: `
    ends nowhere; shown as open, answered, closed
    open: nothing → open, by owner, technical-contact, contributor; then mail-team
    answer: open, answered, waiting → answered, by support-agent, operator; then note-first-answer, mail-partner
    ask: open, answered → waiting, by support-agent, operator; then note-first-answer, mail-partner
    write: open, answered, waiting, closed → open, by owner, technical-contact, contributor; then mail-team
    close: open, answered, waiting → closed, by owner, technical-contact, contributor, support-agent, operator`,
};

const allowed: Readonly<Record<string, string>> = {
  request: `
    draft: editable, open, stage in_progress
    submitted: open, waiting, stage waiting
    changes_requested: editable, open, resumes, explained, stage in_progress
    validated: open, stage done
    refused: explained, stage stopped
    reopened: editable, open, reopened, stage done
    reopened_submitted: open, waiting, reopened, stage done
    reopened_changes_requested: editable, open, reopened, resumes, explained, stage done
    revoked: explained, stage stopped
    archived: stage to_do`,
  registration: `
    draft: checked
    published: nothing
    superseded: restorable
    discarded: nothing`,
  access: `
    active: signsIn
    suspended: nothing
    revoked: final`,
  qualification: `
    open: editable, open, holds, stage in_progress
    submitted: open, waiting, holds, stage waiting
    changes_requested: editable, open, holds, resumes, explained, stage in_progress
    qualified: editable, open, holds, repeats, stage done
    expired: editable, open, repeats, stage in_progress
    withdrawn: explained, stage stopped`,
  production: `
    opened: activatable, editable, stage to_do
    active: live, editable, delivered, stage done
    suspended: delivered, stopped, stage stopped
    closed: stopped, stage stopped`,
  thread: `
    open: waitsFor team
    waiting: waitsFor partner
    answered: waitsFor neither
    closed: waitsFor neither, closed`,
};

const linesOf = (text: string | undefined) =>
  (text ?? '')
    .split('\n')
    .slice(1)
    .map((line) => line.trim());

function lineOf(line: Transition): string {
  const { event, from, to, who, conditions, before, effects, secondFactor, reason } = line;
  return [
    `${event}: ${from.join(', ') || 'nothing'} → ${to}, by ${who.join(', ')}`,
    conditions === undefined ? '' : `, when ${conditions.join(', ')}`,
    secondFactor === true ? ', with a second factor' : '',
    reason === true ? ', with a reason' : '',
    before === undefined ? '' : `; first ${before.join(', ')}`,
    effects === undefined ? '' : `; then ${effects.join(', ')}`,
  ].join('');
}

describe('the lifecycles of the specification', () => {
  it('exist for each object, and for no other', () => {
    expect(lifecycles.map(({ object }) => object)).toEqual(Object.keys(written));
  });

  it.each(lifecycles)('of a $object has exactly these transitions', (lifecycle) => {
    const { terminal, progress, transitions } = lifecycle;
    const [first, ...others] = linesOf(written[lifecycle.object]);
    expect(`ends ${terminal.join(', ') || 'nowhere'}; shown as ${progress.join(', ')}`).toBe(first);
    expect(transitions.map(lineOf)).toEqual(others);
  });

  it.each(lifecycles)('of a $object has these columns for each state', (lifecycle) => {
    const described = Object.entries(lifecycle.states).map(([state, columns]) => {
      return `${state}: ${
        Object.entries(columns)
          .map(([name, value]) => (value === true ? name : `${name} ${value}`))
          .join(', ') || 'nothing'
      }`;
    });
    expect(described).toEqual(linesOf(allowed[lifecycle.object]));
  });
});

describe('the roles', () => {
  it('are those of a partner, those of the platform, and two machine actors without account', () => {
    expect(partnerRoles).toEqual(['owner', 'technical-contact', 'contributor', 'reader']);
    expect(platformRoles).toEqual(['legal-reviewer', 'qualification-officer', 'support-agent', 'operator']);
    expect(roles).toEqual([...partnerRoles, ...platformRoles, 'system', 'datapass']);
  });
});
