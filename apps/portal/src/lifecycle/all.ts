import type { Lifecycle } from './lifecycle.ts';
import { productionLifecycle, qualificationLifecycle } from './qualification.ts';
import { accessLifecycle, registrationLifecycle } from './registration.ts';
import { requestLifecycle } from './request.ts';
import { threadLifecycle } from './thread.ts';

/** Every object that has a path: what the property tests, the matrix and the diagrams go through. */
export const lifecycles: readonly Lifecycle[] = [
  requestLifecycle,
  registrationLifecycle,
  accessLifecycle,
  qualificationLifecycle,
  productionLifecycle,
  threadLifecycle,
];
