/**
 * Information pages linked in the foot of every page while the operator has none of their own. Owns their texts;
 * stateless.
 */

import { dispatch } from '../../dispatch.ts';
import { requestLocale } from '../../locale.ts';
import { type Mount, page, visitOf } from '../../mount.ts';
import { pageContext } from '../../pages/page-context.ts';
import { type InformationName, informationPaths } from '../../pages/site-links.ts';
import { InformationPage } from './page.tsx';

const names = Object.keys(informationPaths) as readonly InformationName[];

export function mountInformation(mount: Mount): void {
  const { app, deps, jar, base } = mount;
  for (const name of names) {
    const path = `${base}${informationPaths[name]}`;
    app.get(path, page, (request, reply) => {
      // The language comes from the link, not from a choice of the person: it is not remembered.
      const locale = requestLocale(jar, request);
      const context = pageContext(deps.config, { locale, path });
      return dispatch(visitOf(mount, request, reply), {
        kind: 'page',
        locale,
        page: InformationPage({ context, name }),
      });
    });
  }
}
