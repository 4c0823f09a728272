import type { Scenario } from '../vocabulary/scenario.ts';
import { checksState } from './logout/checks-state.ts';
import { endsLocalSession } from './logout/ends-local-session.ts';
import { goesToEndSession } from './logout/goes-to-end-session.ts';

export const logout: readonly Scenario[] = [endsLocalSession, goesToEndSession, checksState];
