import type { PortalDeps } from '../../deps.ts';
import type { Routes } from '../../parts/routes.ts';
import { HomePage } from './page.tsx';

export function mountHome(routes: Routes, { config }: PortalDeps): void {
  routes.get('/', (visit) => {
    const { demoHref } = config;
    return visit.show(<HomePage context={visit.context} {...(demoHref !== undefined && { demoHref })} />);
  });
}
