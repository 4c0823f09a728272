/** Before anything is judged: what the service shows to a stranger and to a signed-in person, by one good login. */
import type { Observation } from '../vocabulary/observation.ts';
import type { View } from '../vocabulary/stage.ts';
import { CannotRun, type CannotRunReason } from './cannot-run.ts';
import { pageExcerpt, scrubUrl } from './evidence/scrub.ts';
import { isProtected } from './oracle/protected-page.ts';
import type { Calibration } from './run-context.ts';
import type { OwnStage } from './stage.ts';

/** @throws CannotRun when a good login does not do what it must, or the marks given tell nothing */
export async function calibrate(stage: OwnStage): Promise<Calibration> {
  const { service } = stage;
  const stranger = await stage.visitor();
  const toStranger = await stranger.open(service.protectedUrl);
  if (toStranger.status === 0) throw cannotRun('unreachable', toStranger);
  if (await stage.showsSignedIn(toStranger)) throw cannotRun('always-signed-in', toStranger);
  const home = await stranger.open(new URL('/', service.loginUrl).href);

  const visitor = await stage.visitor();
  const login = await stage.signIn(visitor, { person: 'plain' });
  const observations = await login.observations();
  const seen = (kind: Observation['kind']) => observations.some((each) => each.kind === kind);
  if (login.view.status === 0 && !seen('authorize')) throw cannotRun('unreachable', login.view);
  if (!seen('authorize')) throw cannotRun('no-sign-in', login.view);
  if (!seen('callback')) throw cannotRun('refused-by-hub', login.view);
  if (!(await stage.showsSignedIn(login.view))) throw cannotRun('never-signed-in', login.view);

  const toSignedIn = await visitor.open(service.protectedUrl);
  const protectedPage = { toStranger, toSignedIn };
  if (!isProtected(protectedPage, await stage.showsSignedIn(toSignedIn))) {
    throw cannotRun('not-protected', toSignedIn);
  }
  const profile = service.profileUrl === undefined ? [] : [await visitor.open(service.profileUrl)];
  return {
    protectedPage,
    knownPages: [toStranger, home, ...stage.doors],
    shown: textOf([login.view, toSignedIn, ...profile]),
    login: observations,
  };
}

/** As one text. */
export function textOf(views: readonly View[]): string {
  return views.map(({ text }) => text).join('\n');
}

function cannotRun(reason: CannotRunReason, view: View): CannotRun {
  return new CannotRun(reason, { pageText: pageExcerpt(view.text), pageUrl: scrubUrl(view.url) });
}
