/**
 * The part of a run that is signed; `signQualificationReport` of `@garance/oidc` signs it on the platform that ran it.
 */
export { signableReport as toSignableReport } from '@garance/core';
