import { defineLifecycle } from '../lifecycle/lifecycle.ts';

const partners = ['owner', 'technical-contact', 'contributor'] as const;
const team = ['support-agent', 'operator'] as const;

/** A support thread between a partner and the team. `open` waits for the team, `waiting` for the partner. */
export const threadLifecycle = defineLifecycle({
  object: 'thread',
  states: ['open', 'answered', 'waiting', 'closed'],
  initial: 'open',
  terminal: [],
  progress: ['open', 'answered', 'closed'],
  transitions: [
    {
      event: 'answer',
      from: ['open', 'answered', 'waiting'],
      to: 'answered',
      who: team,
      effects: ['stop-clock', 'mail-partner'],
    },
    {
      event: 'ask',
      from: ['open', 'answered'],
      to: 'waiting',
      who: team,
      effects: ['stop-clock', 'mail-partner'],
    },
    {
      event: 'write',
      from: ['open', 'answered', 'waiting', 'closed'],
      to: 'open',
      who: partners,
      effects: ['start-clock', 'mail-team'],
    },
    { event: 'close', from: ['open', 'answered', 'waiting'], to: 'closed', who: [...partners, ...team] },
  ],
});
