import { defineLifecycle, type EventOf, type StateOf, unborn } from '../lifecycle/lifecycle.ts';

const partners = ['owner', 'technical-contact', 'contributor'] as const;
const team = ['support-agent', 'operator'] as const;

/** A support thread between a partner and the team. */
export const threadLifecycle = defineLifecycle({
  object: 'thread',
  states: {
    open: { waitsFor: 'team' },
    waiting: { waitsFor: 'partner' },
    answered: { waitsFor: 'neither' },
    closed: { waitsFor: 'neither', closed: true },
  },
  terminal: [],
  progress: ['open', 'answered', 'closed'],
  transitions: [
    { event: 'open', from: [unborn], to: 'open', who: partners, effects: ['mail-team'] },
    {
      event: 'answer',
      from: ['open', 'answered', 'waiting'],
      to: 'answered',
      who: team,
      effects: ['note-first-answer', 'mail-partner'],
    },
    {
      event: 'ask',
      from: ['open', 'answered'],
      to: 'waiting',
      who: team,
      effects: ['note-first-answer', 'mail-partner'],
    },
    {
      event: 'write',
      from: ['open', 'answered', 'waiting', 'closed'],
      to: 'open',
      who: partners,
      effects: ['mail-team'],
    },
    { event: 'close', from: ['open', 'answered', 'waiting'], to: 'closed', who: [...partners, ...team] },
  ],
});

export type ThreadState = StateOf<typeof threadLifecycle>;
export type ThreadEvent = EventOf<typeof threadLifecycle>;
