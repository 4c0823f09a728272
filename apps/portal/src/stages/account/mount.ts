/** Accounts: signing in, second factors, one's own account, organisations and their people. */
import type { PortalDeps } from '../../deps.ts';
import type { Routes } from '../../parts/routes.ts';
import { mountInvitations } from './organisations/invitation-routes.tsx';
import { mountOrganisationList } from './organisations/list-routes.tsx';
import { mountOrganisations } from './organisations/routes.tsx';
import { mountProfile } from './profile/routes.tsx';
import { mountEnrolment } from './second-factor/enrol-routes.tsx';
import { mountRecovery } from './second-factor/recovery-routes.tsx';
import { mountStepUp } from './second-factor/step-up-routes.tsx';
import { mountPasskeySignIn } from './sign-in/passkey-routes.tsx';
import { mountProfessionalSignIn } from './sign-in/professional/routes.ts';
import { mountSignIn } from './sign-in/routes.tsx';

export function mountAccount(routes: Routes, deps: PortalDeps): void {
  mountSignIn(routes, deps);
  mountPasskeySignIn(routes, deps);
  mountProfessionalSignIn(routes, deps);
  mountStepUp(routes, deps);
  mountEnrolment(routes, deps);
  mountRecovery(routes, deps);
  mountProfile(routes, deps);
  mountOrganisationList(routes, deps);
  mountOrganisations(routes, deps);
  mountInvitations(routes, deps);
}
