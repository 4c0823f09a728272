import { GaranceError } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { type Actor, authorizationTowards, requireAction, rolesTowards } from './actor.ts';

const ours = 'organisation-a';
const theirs = 'organisation-b';

function actor(more: Partial<Actor> = {}): Actor {
  return {
    personId: 'person',
    email: 'camille@partenaire.example',
    name: 'Camille Essai',
    memberships: [{ organisationId: ours, role: 'owner' }],
    platformRoles: [],
    secondFactor: false,
    sessionId: 'session',
    ...more,
  };
}

function outcome(...args: Parameters<typeof requireAction>): string {
  try {
    requireAction(...args);
    return 'let through';
  } catch (error) {
    if (error instanceof GaranceError) return error.code;
    throw error;
  }
}

describe('the role of a person towards an object', () => {
  it('is the role of their membership in its organisation, and of no other', () => {
    const both = actor({
      memberships: [
        { organisationId: ours, role: 'reader' },
        { organisationId: theirs, role: 'owner' },
      ],
    });
    expect(rolesTowards(both, ours)).toEqual(['reader']);
    expect(rolesTowards(both, theirs)).toEqual(['owner']);
    expect(rolesTowards(both, 'organisation-c')).toEqual([]);
    expect(rolesTowards(both, undefined)).toEqual([]);
  });

  it('is a role of the platform only in a session with a verified second factor', () => {
    const staff = { platformRoles: ['operator'] as const };
    expect(rolesTowards(actor(staff), theirs)).toEqual([]);
    expect(rolesTowards(actor({ ...staff, secondFactor: true }), theirs)).toEqual(['operator']);
    expect(rolesTowards(actor({ ...staff, secondFactor: true }), undefined)).toEqual(['operator']);
  });

  it('is never a role of the platform towards their own organisation, blocked or not (attack 26)', () => {
    const staff = actor({ platformRoles: ['legal-reviewer', 'operator'], secondFactor: true });
    expect(rolesTowards(staff, ours)).toEqual(['owner']);
    expect(rolesTowards(staff, { organisationId: ours })).toEqual(['owner']);
    const stopped = { ...staff, memberships: [], stoppedIn: [ours] };
    expect(rolesTowards(stopped, ours)).toEqual([]);
    expect(rolesTowards(stopped, theirs)).toEqual(['legal-reviewer', 'operator']);
  });

  it('is never a role of the platform towards what they submitted, whichever organisation owns it now (attack 26)', () => {
    const staff = actor({ memberships: [], platformRoles: ['legal-reviewer'], secondFactor: true });
    const towards = (...handedInBy: string[]) => rolesTowards(staff, { organisationId: theirs, handedInBy });
    expect(towards('other', 'else')).toEqual(['legal-reviewer']);
    expect(towards('other', 'person')).toEqual([]);
  });

  it('comes with whether the second factor was shown', () => {
    expect(authorizationTowards(actor(), ours)).toEqual({ roles: ['owner'], secondFactor: false });
    expect(authorizationTowards(actor({ secondFactor: true }), theirs)).toEqual({
      roles: [],
      secondFactor: true,
    });
  });
});

describe('an action', () => {
  it('is allowed to the roles that have it', () => {
    expect(outcome(actor(), 'organisation.manage', ours)).toBe('let through');
  });

  it('on an object of another organisation answers that it does not exist (security.md 17)', () => {
    expect(outcome(actor(), 'request.view', theirs)).toBe('general.not_found');
    expect(outcome(actor(), 'request.view', undefined)).toBe('general.not_found');
    expect(outcome(actor({ secondFactor: true }), 'request.view', theirs)).toBe('general.not_found');
  });

  it('is refused to a member whose role does not have it', () => {
    const reader = actor({ memberships: [{ organisationId: ours, role: 'reader' }] });
    expect(outcome(reader, 'request.edit', ours)).toBe('portal.not_allowed');
    expect(outcome({ ...reader, secondFactor: true }, 'production-secret.create', ours)).toBe(
      'portal.not_allowed',
    );
  });

  it('that shows secrets of production asks an owner for the second factor first', () => {
    expect(outcome(actor(), 'production-secret.create', ours)).toBe('portal.second_factor_required');
    expect(outcome(actor({ secondFactor: true }), 'production-secret.create', ours)).toBe('let through');
    expect(outcome(actor(), 'secret.create', ours)).toBe('let through');
  });

  it('of the platform on the officer’s own organisation is refused with the hint that a colleague must do it', () => {
    const staff = actor({ platformRoles: ['legal-reviewer'], secondFactor: true });
    expect(outcome(staff, 'request.assign', ours)).toBe('portal.own_organisation');
    expect(outcome(staff, 'request.edit', ours)).toBe('let through');
    expect(outcome(staff, 'request.assign', theirs)).toBe('let through');
    const handedIn = { organisationId: theirs, handedInBy: ['person'] };
    expect(outcome({ ...staff, memberships: [] }, 'request.assign', handedIn)).toBe(
      'portal.own_organisation',
    );
    expect(outcome({ ...staff, memberships: [] }, 'staff.manage', handedIn)).toBe('general.not_found');
  });

  it('of the platform asks the team for the second factor, and tells other people that the object does not exist', () => {
    const operator = actor({ memberships: [], platformRoles: ['operator'] });
    expect(outcome(operator, 'incident.manage', undefined)).toBe('portal.second_factor_required');
    expect(outcome({ ...operator, secondFactor: true }, 'incident.manage', undefined)).toBe('let through');
    expect(outcome(operator, 'qualification.judge', undefined)).toBe('general.not_found');
    expect(outcome({ ...operator, secondFactor: true }, 'qualification.judge', undefined)).toBe(
      'portal.not_allowed',
    );
    expect(outcome(actor({ memberships: [] }), 'incident.manage', undefined)).toBe('general.not_found');
  });
});
