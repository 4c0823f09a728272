/** What is remembered of rehearsed logins: whether the rehearsal token has served, and what was seen. Bounded in number and time. */
import type { Clock } from '@garance/core';
import type { Others } from '../vocabulary/mutation.ts';
import type { Observation } from '../vocabulary/observation.ts';
import type { Known } from './search-traces.ts';

/** An observation before it has its moment. */
export type Seen = Observation extends infer O ? (O extends Observation ? Omit<O, 'atMs'> : never) : never;

export interface LoginRecord {
  readonly id: string;
  readonly clientId: string;
  /** Of the service's rehearsal issuer, when the login goes through it. */
  readonly rehearsalIssuer: string | undefined;
  readonly expiresAtMs: number;
  spent: boolean;
  readonly observations: Observation[];
  /** `state`, `nonce`, `at_hash` of this login: wrong in any other one of the client. And the key published for it. */
  readonly values: Map<string, string>;
  /** What must not lie about where the browser was: compared here, never told. */
  readonly known: Known[];
  /** Times that was searched for. */
  searches: number;
  /** By what it is found besides its id. */
  readonly marks: Set<string>;
  /** Of the id_token that left last. */
  idTokenFaulty: boolean;
  idToken: string | undefined;
}

export interface LoginRecords {
  add(login: Pick<LoginRecord, 'id' | 'clientId' | 'rehearsalIssuer'>): void;
  find(id: string): LoginRecord | undefined;
  /** Spends the rehearsal token: the login for the first only, and only while it is remembered. */
  spend(id: string): LoginRecord | undefined;
  /** Lets the login be found by this too; the last login that bears a mark has it. */
  mark(id: string, mark: string): void;
  findMarked(mark: string): LoginRecord | undefined;
  observe(id: string, seen: Seen): void;
  note(id: string, values: Readonly<Record<string, unknown>>): void;
  /** Something of this login that a search looks for. */
  know(id: string, kind: Known['kind'], ...values: readonly unknown[]): void;
  /**
   * What this value is in other logins of the same client: in the one named, and in the newest of all others.
   *
   * @param earlier id of a login that the same browser began before
   */
  others(id: string, name: string, earlier?: string): Others;
}

const rememberedMs = 600_000;
const mostRecords = 10_000;
const mostObservations = 100;
const mostMarks = 20;
const mostKnown = 40;
/** Of one client, for its values. */
const mostRecent = 12;

export function createLoginRecords({ clock }: { readonly clock: Clock }): LoginRecords {
  const records = new Map<string, LoginRecord>();
  const byMark = new Map<string, string>();
  const recent = new Map<string, string[]>();

  const find = (id: string) => {
    const record = records.get(id);
    return record !== undefined && record.expiresAtMs > clock.now() ? record : undefined;
  };
  /** All live equally long, so that the oldest end first. */
  const sweep = () => {
    for (const record of records.values()) {
      if (record.expiresAtMs > clock.now() && records.size <= mostRecords) return;
      records.delete(record.id);
      for (const mark of record.marks) if (byMark.get(mark) === record.id) byMark.delete(mark);
      if (recent.get(record.clientId)?.at(-1) === record.id) recent.delete(record.clientId);
    }
  };
  return {
    find,
    add: (login) => {
      const expiresAtMs = clock.now() + rememberedMs;
      const empty = { spent: false, observations: [], marks: new Set<string>(), idTokenFaulty: false };
      const values = new Map<string, string>();
      records.set(login.id, {
        ...login,
        ...empty,
        values,
        known: [],
        searches: 0,
        idToken: undefined,
        expiresAtMs,
      });
      recent.set(login.clientId, [...(recent.get(login.clientId) ?? []), login.id].slice(-mostRecent));
      sweep();
    },
    spend: (id) => {
      const record = find(id);
      if (record === undefined || record.spent) return undefined;
      record.spent = true;
      return record;
    },
    mark: (id, mark) => {
      const record = find(id);
      if (record === undefined || record.marks.size >= mostMarks) return;
      record.marks.add(mark);
      byMark.set(mark, id);
    },
    findMarked: (mark) => find(byMark.get(mark) ?? ''),
    observe: (id, seen) => {
      const record = find(id);
      if (record === undefined || record.observations.length >= mostObservations) return;
      record.observations.push({ atMs: clock.now(), ...seen });
    },
    note: (id, values) => {
      for (const [name, value] of Object.entries(values)) {
        if (typeof value === 'string') find(id)?.values.set(name, value);
      }
    },
    know: (id, kind, ...values) => {
      const known = find(id)?.known;
      for (const value of values) {
        if (typeof value !== 'string' || known === undefined || known.length >= mostKnown) continue;
        if (!known.some((each) => each.kind === kind && each.value === value)) known.push({ kind, value });
      }
    },
    others: (id, name, earlier) => {
      const clientId = find(id)?.clientId ?? '';
      const same = find(earlier ?? '');
      const others = (recent.get(clientId) ?? []).filter((one) => one !== id && one !== earlier).reverse();
      return {
        sameBrowser: same?.clientId === clientId ? same.values.get(name) : undefined,
        otherBrowser: others.flatMap((one) => find(one)?.values.get(name) ?? []).at(0),
      };
    },
  };
}
