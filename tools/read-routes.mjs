/** @returns every route of a Fastify app, `{ path, methods }`, sorted by path; every `GET` includes `HEAD` */
export function routesOf(app) {
  const path = [];
  const routes = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^([│ ]*)[├└]── (\S+)(?: \(([^)]+)\))?/.exec(line);
    if (match === null) continue;
    const [, indent, segment, methods] = match;
    path.length = indent.length / 4;
    path.push(segment);
    const names = methods?.split(', ').filter((name) => name !== 'HEAD') ?? [];
    if (names.length > 0) routes.push({ path: path.join(''), methods: names.sort() });
  }
  return routes.sort((a, b) => a.path.localeCompare(b.path, 'en'));
}
