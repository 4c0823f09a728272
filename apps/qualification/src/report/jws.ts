/** What of a run is signed; the signature is `signQualificationReport` of `@garance/oidc`, by the platform that ran it. */
export { signableReport as toSignableReport } from '@garance/core';
