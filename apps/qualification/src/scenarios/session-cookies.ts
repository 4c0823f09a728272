/** Which cookies carry the session, found by trying. */
import type { Stage, Visitor, VisitorCookie } from '../vocabulary/stage.ts';
import { serviceCookies } from './stage-moves.ts';

/** Cookies of the service that the session needs, or of which one alone is enough. */
export async function sessionCookies(stage: Stage, visitor: Visitor): Promise<readonly VisitorCookie[]> {
  const cookies = await serviceCookies(stage, visitor);
  const needed: VisitorCookie[] = [];
  for (const left of cookies) {
    const others = cookies.filter(({ name }) => name !== left.name);
    if (!(await opensWith(stage, others))) needed.push(left);
  }
  if (needed.length > 0) return needed;
  // The session may stand in several cookies, of which one is enough.
  const enough: VisitorCookie[] = [];
  for (const one of cookies) if (await opensWith(stage, [one])) enough.push(one);
  return enough;
}

/** The browser with these cookies and no others has the session. */
async function opensWith(stage: Stage, cookies: readonly VisitorCookie[]): Promise<boolean> {
  const visitor = await stage.visitor();
  const url = stage.service.protectedUrl;
  for (const { name, value } of cookies) await visitor.setCookie({ url, name, value });
  return stage.hasSession(visitor);
}
