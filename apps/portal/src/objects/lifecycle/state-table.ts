export interface Stored<State extends string> {
  readonly id: string;
  readonly state: State;
  /** Absent where the object has none. */
  readonly version?: number;
}

export interface StateChange<State extends string> {
  readonly id: string;
  readonly from: State;
  readonly to: State;
  /** As it was locked; 0 where the object has none. */
  readonly version: number;
  readonly atMs: number;
  readonly reason?: string;
}

/** The SQL table of the object, inside the transaction. */
export interface StateTable<State extends string, Row extends Stored<State>> {
  /** Reads it and holds it until the transaction ends. */
  lock(id: string): Promise<Row | undefined>;
  /** False when it is no longer in `from` or no longer of that version. */
  setState(change: StateChange<State>): Promise<boolean>;
}
