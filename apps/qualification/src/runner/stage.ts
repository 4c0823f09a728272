/** What a scenario plays on: browsers with nothing in them, logins at the rehearsed hub, and everything seen kept. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Observation } from '../vocabulary/observation.ts';
import type { Rehearsal, Ticket, TicketWish } from '../vocabulary/rehearsal.ts';
import type { Login, Stage, View, Visitor } from '../vocabulary/stage.ts';
import type { Trail } from './evidence/trail.ts';
import type { Limits } from './limits.ts';
import type { Marks } from './marker.ts';
import { type ProtectedPage, showsContent } from './oracle/protected-page.ts';
import { type Pace, untilSignedIn } from './pace.ts';
import { leave, signOutBy } from './sign-out.ts';
import {
  type ClosableVisitor,
  hubOriginsOf,
  NoSuchControl,
  type Visit,
  type VisitorSource,
} from './visitors.ts';

export interface StageSettings {
  readonly rehearsal: Pick<Rehearsal, 'ticket' | 'observations'>;
  readonly service: Stage['service'];
  readonly source: VisitorSource;
  /** Without scripts: signs out for those who leave. */
  readonly cleaners: VisitorSource;
  readonly trail: Trail;
  readonly marks: Marks;
  readonly pace: Pace;
  readonly limits: Limits;
  /** Milliseconds for one navigation of this scenario. */
  readonly navigationMs: number;
  /** Absent while the run still finds out. */
  readonly protectedPage?: ProtectedPage;
  /** Of the rehearsal: shortens waits in the suite's own tests. */
  readonly scale: number;
  readonly signal: AbortSignal;
}

export interface OwnStage extends Stage {
  /** What the hub saw of every login made here, in order. */
  observed(): Promise<readonly Observation[]>;
  /** The browser used last. */
  lastVisitor(): Visitor | undefined;
  /** Pages on which the service let people choose to sign in: what everyone sees. */
  readonly doors: readonly View[];
  /** Signs out where the service has an address for it, and lets go of every browser. */
  close(): Promise<void>;
}

/** The sign-in control may lead to a page with another one. */
const maxActivations = 3;

export function createStage(settings: StageSettings): OwnStage {
  const { rehearsal, service, source, trail, marks, limits, signal } = settings;
  const visitors: ClosableVisitor[] = [];
  const signedIn = new Set<Visitor>();
  const tickets: string[] = [];
  const doors: View[] = [];
  const hubOrigins = hubOriginsOf(service);
  const visit: Visit = { service, trail, marks, navigationMs: settings.navigationMs };

  async function mint(wish: TicketWish): Promise<Ticket> {
    signal.throwIfAborted();
    const ticket = await rehearsal.ticket(
      service.onRehearsalIssuer === true ? { ...wish, throughRehearsalIssuer: true } : wish,
    );
    tickets.push(ticket.id);
    return ticket;
  }
  const atHub = async (id: string) =>
    (await rehearsal.observations(id)).some(({ kind }) => kind === 'authorize');

  /** Opens the page and presses what looks like signing in until the hub sees it. */
  async function throughHub(
    visitor: Visitor,
    { ticket, from }: { ticket: Ticket; from: string },
  ): Promise<View> {
    await visitor.setCookie(ticket.cookie);
    let view = await visitor.open(from);
    for (let round = 0; round < maxActivations; round += 1) {
      if (view.status === 0 || (await atHub(ticket.id))) break;
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

  const stage: OwnStage = {
    service,
    doors,
    async visitor() {
      signal.throwIfAborted();
      const visitor = await source.open(visit);
      visitors.push(visitor);
      return visitor;
    },
    async signIn(visitor, wish, from = service.loginUrl): Promise<Login> {
      const ticket = await mint(wish);
      let view = await throughHub(visitor, { ticket, from });
      if (!hubOrigins.includes(URL.parse(view.url)?.origin ?? '')) {
        const { pace } = settings;
        view = await untilSignedIn({
          visitor,
          view,
          marks,
          pace,
          limits,
          expected: wish.fault === undefined,
        });
      }
      if (marks.shows(view)) signedIn.add(visitor);
      return { id: ticket.id, view, observations: () => rehearsal.observations(ticket.id) };
    },
    async hasSession(visitor) {
      const view = await visitor.open(service.protectedUrl);
      const marked = marks.shows(view);
      const page = settings.protectedPage;
      const found = page === undefined ? marked : showsContent({ view, marked }, { page, hubOrigins });
      trail.note(found ? 'the protected page shows its content' : 'the protected page shows no content');
      if (found) signedIn.add(visitor);
      return found;
    },
    showsSignedIn: (view) => marks.shows(view),
    async signOut(visitor) {
      const view = await signOutBy(visitor, { service, marks, trail });
      signedIn.delete(visitor);
      return view;
    },
    wait: (seconds) => pause(seconds * 1_000 * settings.scale, signal),
    async observed() {
      const all = await Promise.all(tickets.map((id) => rehearsal.observations(id)));
      return all.flat().sort((a, b) => a.atMs - b.atMs);
    },
    lastVisitor: () => visitors.at(-1),
    async close() {
      const clears = service.logoutUrl !== undefined && !signal.aborted;
      await Promise.allSettled(
        visitors.map((visitor) => {
          if (!clears || !signedIn.has(visitor)) return visitor.close();
          return leave(visitor, { visit, cleaners: settings.cleaners });
        }),
      );
    },
  };
  return stage;
}

/** Rejects with the signal's reason. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // The timer's own error says only that it was aborted.
  await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
