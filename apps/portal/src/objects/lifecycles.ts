import type { Lifecycle } from './lifecycle/lifecycle.ts';
import { productionLifecycle } from './production/lifecycle.ts';
import { qualificationLifecycle } from './qualification/lifecycle.ts';
import { accessLifecycle, registrationLifecycle } from './registration/lifecycle.ts';
import { requestLifecycle } from './request/lifecycle.ts';
import { threadLifecycle } from './thread/lifecycle.ts';

/** Every object with a lifecycle: input of the property tests, the matrix and the diagrams. */
export const lifecycles: readonly Lifecycle[] = [
  requestLifecycle,
  registrationLifecycle,
  accessLifecycle,
  qualificationLifecycle,
  productionLifecycle,
  threadLifecycle,
];
