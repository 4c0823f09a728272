/** What a scenario plays on: browsers with nothing in them, logins at the rehearsed hub, and everything seen kept. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Observation } from '../vocabulary/observation.ts';
import type { RehearsalInput, RehearsalToken } from '../vocabulary/rehearsal.ts';
import type { Login, Stage, View, Visitor } from '../vocabulary/stage.ts';
import type { TraceLog } from './evidence/trace-log.ts';
import { createTrail, type Trail } from './evidence/trail.ts';
import { showsContent } from './oracle/protected-page.ts';
import { untilSignedIn } from './pace.ts';
import type { RunContext } from './run-context.ts';
import { leave, signOutBy } from './sign-out.ts';
import { type ClosableVisitor, hubOriginsOf, NoSuchControl, type VisitorSettings } from './visitors.ts';

export interface OwnStage extends Stage {
  readonly trail: Trail;
  /** What the hub saw of every login made here, in order. */
  observed(): Promise<readonly Observation[]>;
  /** The browser used last. */
  lastVisitor(): Visitor | undefined;
  /** Pages on which the service let people choose to sign in: what everyone sees. */
  readonly doors: readonly View[];
  /** An answer of the hub was brought to the service, which did not answer. */
  undelivered(): boolean;
  /** Signs out where the service has an address for it, and lets go of every browser. */
  close(): Promise<void>;
}

/** The sign-in control may lead to a page with another one. */
const maxActivations = 3;

/** A stage with nothing on it. The caller closes it. */
export function openStage(
  context: RunContext,
  options: { readonly slow?: boolean; readonly signal?: AbortSignal; readonly traces?: TraceLog } = {},
): OwnStage {
  const { rehearsal, service, source, marks, rateLimit, limits, scale } = context;
  const { slow = false, signal = context.signal } = options;
  const trail = createTrail(context.clock);
  const navigationMs = slow ? limits.slowNavigationMs : limits.navigationMs;
  const stage: StageState = {
    context: { ...context, signal },
    settings: {
      ...{ service, trail, marks, rateLimit, navigationMs },
      ...(options.traces !== undefined && { traces: options.traces }),
    },
    hubOrigins: hubOriginsOf(service),
    visitors: [],
    signedIn: new Set(),
    tokens: [],
    doors: [],
    deliveries: [],
  };
  return {
    service,
    trail,
    doors: stage.doors,
    async visitor() {
      signal.throwIfAborted();
      const visitor = watchDeliveries(await source.open(stage.settings), stage.deliveries);
      stage.visitors.push(visitor);
      return visitor;
    },
    signIn: (visitor, input, from = service.loginUrl) => signIn(stage, { visitor, input, from }),
    hasSession: (visitor) => hasSession(stage, visitor),
    showsSignedIn: (view) => marks.shows(view),
    visited: () => trail.visited.map(({ url }) => url),
    async signOut(visitor) {
      const view = await signOutBy(visitor, stage.settings);
      stage.signedIn.delete(visitor);
      return view;
    },
    wait: (seconds) => pause(seconds * 1_000 * scale, signal),
    async observed() {
      const all = await Promise.all(stage.tokens.map((id) => rehearsal.observations(id)));
      return all.flat().sort((a, b) => a.atMs - b.atMs);
    },
    lastVisitor: () => stage.visitors.at(-1),
    undelivered: () => stage.deliveries.some((status) => status === 0),
    close: () => closeStage(stage),
  };
}

/** What a stage remembers. */
interface StageState {
  readonly context: RunContext;
  readonly settings: VisitorSettings;
  readonly hubOrigins: readonly string[];
  readonly visitors: ClosableVisitor[];
  readonly signedIn: Set<Visitor>;
  readonly tokens: string[];
  readonly doors: View[];
  /** Status of the service's answer to each answer of the hub that was brought to it; 0 for none. */
  readonly deliveries: number[];
}

function watchDeliveries<V extends Visitor>(visitor: V, deliveries: number[]): V {
  return {
    ...visitor,
    deliver: async (delivery) => {
      const view = await visitor.deliver(delivery);
      deliveries.push(view.status);
      return view;
    },
    fork: async () => watchDeliveries(await visitor.fork(), deliveries),
  };
}

interface SignIn {
  readonly visitor: Visitor;
  readonly input: RehearsalInput;
  /** Address of the page with the sign-in control. */
  readonly from: string;
}

async function signIn(stage: StageState, { visitor, input, from }: SignIn): Promise<Login> {
  const { rehearsal, marks, pace, limits } = stage.context;
  const token = await requestToken(stage, input);
  let view = await goThroughHub(stage, { visitor, token, from });
  if (!stage.hubOrigins.includes(URL.parse(view.url)?.origin ?? '')) {
    view = await untilSignedIn({ visitor, view, marks, pace, limits, expected: input.fault === undefined });
  }
  if (marks.shows(view)) stage.signedIn.add(visitor);
  return { id: token.id, view, observations: () => rehearsal.observations(token.id) };
}

async function requestToken({ context, tokens }: StageState, input: RehearsalInput): Promise<RehearsalToken> {
  const { rehearsal, service, signal, worker } = context;
  signal.throwIfAborted();
  const throughRehearsalIssuer = service.onRehearsalIssuer === true;
  const token = await rehearsal.token({
    ...input,
    worker,
    ...(throughRehearsalIssuer && { throughRehearsalIssuer }),
  });
  tokens.push(token.id);
  return token;
}

/** Opens the page and presses what looks like signing in until the hub sees it. */
async function goThroughHub(
  { context: { rehearsal }, settings: { trail }, doors }: StageState,
  { visitor, token, from }: Pick<SignIn, 'visitor' | 'from'> & { readonly token: RehearsalToken },
): Promise<View> {
  const isAtHub = async () =>
    (await rehearsal.observations(token.id)).some(({ kind }) => kind === 'authorize');
  await visitor.setCookie(token.cookie);
  let view = await visitor.open(from);
  for (let round = 0; round < maxActivations; round += 1) {
    if (view.status === 0 || (await isAtHub())) break;
    doors.push(view);
    try {
      view = await visitor.activateSignIn();
    } catch (error) {
      if (!(error instanceof NoSuchControl)) throw error;
      trail.note(error.message);
      break;
    }
  }
  return view;
}

async function hasSession(stage: StageState, visitor: Visitor): Promise<boolean> {
  const { service, marks, calibration } = stage.context;
  const view = await visitor.open(service.protectedUrl);
  const marked = marks.shows(view);
  const page = calibration?.protectedPage;
  const found =
    page === undefined ? marked : showsContent({ view, marked }, { page, hubOrigins: stage.hubOrigins });
  stage.settings.trail.note(
    found ? 'the protected page shows its content' : 'the protected page shows no content',
  );
  if (found) stage.signedIn.add(visitor);
  return found;
}

async function closeStage({ context, settings, visitors, signedIn }: StageState): Promise<void> {
  const { service, signal, cleaners } = context;
  const clears = service.logoutUrl !== undefined && !signal.aborted;
  await Promise.allSettled(
    visitors.map((visitor) =>
      clears && signedIn.has(visitor) ? leave(visitor, { settings, cleaners }) : visitor.close(),
    ),
  );
}

/** Rejects with the signal's reason. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // The timer's own error says only that it was aborted.
  await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
