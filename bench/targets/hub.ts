import type { StartedTarget } from '../shared/contract.ts';
import { serveTarget } from './serve-target.ts';

async function startHub(): Promise<StartedTarget> {
  throw new Error('apps/hub is not there yet');
}

serveTarget(startHub);
