import { serveCommands } from '../processes/child.ts';
import { ownUsage } from '../processes/usage.ts';
import type { AcceptanceOrder, LoadOrder, LoadOutcome, Usage } from '../shared/contract.ts';
import { accept } from './acceptance.ts';
import { drive } from './drive.ts';

export type LoadCommands = {
  accept: { in: AcceptanceOrder; out: undefined };
  drive: { in: LoadOrder; out: LoadOutcome };
  usage: { in: undefined; out: Usage };
};

serveCommands({ accept, drive, usage: ownUsage });
