/** Code that must not compile: `tsc` reports a `@ts-expect-error` whose next line has no error. */
import { expect, test } from 'vitest';
import type { Production } from '../production/table.ts';
import type { accessLifecycle } from '../registration/lifecycle.ts';
import type { ClientRegistration } from '../registration/tables/client-registrations.ts';
import { type RequestEvent, type RequestState, requestLifecycle } from '../request/lifecycle.ts';
import type { HabilitationRequest } from '../request/tables/requests.ts';
import { threadLifecycle } from '../thread/lifecycle.ts';
import type { SupportThread } from '../thread/tables/threads.ts';
import { offeredEvents } from './check-transition.ts';
import {
  type ConditionOf,
  type CreationOf,
  defineLifecycle,
  type EffectOf,
  type Facts,
  missingConditions,
  unborn,
} from './lifecycle.ts';
import type { createPlatformTable, StateChange, StateSource } from './state-table.ts';
import type { Change, Creation, Effect, Effects } from './transition.ts';

const effect: Effect = async () => {};
type Submission = Facts<typeof requestLifecycle, 'submit'>;
type Resumption = Effects<typeof accessLifecycle, 'resume'>;

export const refused = [
  // @ts-expect-error a condition is missing
  { complete: true } satisfies Submission,
  // @ts-expect-error a condition that the event does not have
  { complete: true, 'terms-accepted': true, 'organisation-proven': true } satisfies Submission,
  // @ts-expect-error a condition whose value is not a boolean
  { complete: 'yes', 'terms-accepted': true } satisfies Submission,
  // @ts-expect-error an effect is missing
  { 'resume-on-hub': effect } satisfies Resumption,
  // @ts-expect-error an effect that the event does not have
  { 'resume-on-hub': effect, 'mail-partner': effect, 'suspend-on-hub': effect } satisfies Resumption,
  // @ts-expect-error an effect in another spelling
  'mail_partner' satisfies EffectOf<typeof accessLifecycle>,
  // @ts-expect-error an effect of another event
  'grant-habilitation' satisfies EffectOf<typeof requestLifecycle, 'submit'>,
  // @ts-expect-error a condition of another lifecycle
  'fields-valid' satisfies ConditionOf<typeof requestLifecycle>,
  // @ts-expect-error a state that the table does not know
  'reopned' satisfies RequestState,
  // @ts-expect-error the absence of a state, which only creations start from
  unborn satisfies RequestState,
  // @ts-expect-error an event that the table does not know
  'aprove' satisfies RequestEvent,
  // @ts-expect-error a creation is no event of an object that exists
  'create' satisfies RequestEvent,
  // @ts-expect-error an event of an object that exists creates none
  'submit' satisfies CreationOf<typeof requestLifecycle>,
  // @ts-expect-error a row in a state of another object
  { state: 'published' } satisfies Pick<HabilitationRequest, 'state'>,
  // @ts-expect-error a row in any state
  { state: '' as string } satisfies Pick<ClientRegistration, 'state'>,
  // @ts-expect-error a change to a state of another object
  { id: '', from: 'active', to: 'closed', version: 1, atMs: 0 } satisfies StateChange<
    ClientRegistration['state']
  >,
];

export const refusedCalls = [
  // @ts-expect-error a state that the table does not know
  () => offeredEvents(requestLifecycle, 'open', { roles: [], secondFactor: false }),
  // @ts-expect-error a column that the table does not have
  () => requestLifecycle.states.draft.writable,
  // @ts-expect-error a state compared that cannot be
  (request: HabilitationRequest) => request.state === 'granted',
  () =>
    missingConditions(threadLifecycle, {
      // @ts-expect-error an event of another object
      event: 'approve',
      state: 'open',
      facts: {},
    }),
  (change: Change<typeof accessLifecycle, 'resume', ClientRegistration>): typeof change => ({
    ...change,
    // @ts-expect-error one effect and one condition are missing
    prepare: () => ({ facts: { 'organisation-proven': true }, effects: { 'resume-on-hub': effect } }),
  }),
  (creation: Creation<typeof threadLifecycle, 'open', string>): typeof creation => ({
    ...creation,
    // @ts-expect-error the effect that notifies the team is missing
    effects: {},
  }),
  () =>
    defineLifecycle({
      object: 'door',
      states: { shut: {}, open: {} },
      // @ts-expect-error a final state that is not in the table
      terminal: ['gone'],
      progress: [],
      transitions: [],
    }),
  () =>
    defineLifecycle({
      object: 'door',
      states: { shut: {}, open: {} },
      terminal: [],
      progress: [],
      transitions: [
        {
          event: 'open',
          // @ts-expect-error `from` is not in the table
          from: ['ajar'],
          // @ts-expect-error `to` is not in the table
          to: 'opened',
          who: ['owner'],
        },
      ],
    }),
];

type Written = ReturnType<StateSource<'production', Production>['alsoSet']>;
type Found = Parameters<StateSource<'production', Production>['read']['single']>[0];

/** The cast of the shared queries accepts no column of another table. */
export const refusedColumns = [
  // @ts-expect-error a column that the table does not have
  { waiting_since_ms: 0 } satisfies Written,
  // @ts-expect-error a column of another type
  { changed_at_ms: true } satisfies Written,
  // @ts-expect-error the state is written by the compare-and-set only
  { state: 'active' } satisfies Written,
  // @ts-expect-error a row without the other columns
  { id: '', state: 'active', version: 1 } satisfies Found,
  // @ts-expect-error a table without states
  (source: StateSource<'service', Production>) => source,
  // @ts-expect-error rows that are read into states of another object
  (source: StateSource<'production', HabilitationRequest>) => source,
  // @ts-expect-error a table whose objects are not one for each platform of a service
  (create: typeof createPlatformTable<'support_thread', SupportThread>) => create,
];

test('the cases of this file are compiled', () => {
  expect(refused).toHaveLength(16);
  expect(refusedCalls).toHaveLength(8);
  expect(refusedColumns).toHaveLength(7);
});
