import type { Scenario } from '../vocabulary/scenario.ts';
import { issuerDiffers } from './discovery/issuer-differs.ts';
import { keysUnavailable } from './discovery/keys-unavailable.ts';

export const discovery: readonly Scenario[] = [issuerDiffers, keysUnavailable];
