import type { Scenario } from '../vocabulary/scenario.ts';
import { cellsOf } from './families/cells.ts';
import { severalAudiences } from './id-token/several-audiences.ts';
import { standardToken } from './id-token/standard-token.ts';

export const idToken: readonly Scenario[] = [...cellsOf('id-token'), severalAudiences, standardToken];
