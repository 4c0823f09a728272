/**
 * Runs the statements of the embedded database as prepared statements. PGlite sends each statement in six messages and
 * has it parsed and planned each time; a prepared one takes one message and a quarter of the processor time.
 */
import type { messages as backend, PGlite } from '@electric-sql/pglite';
import type { PGlite as KyselyPglite, PGliteQueryResults } from 'kysely';

interface Prepared {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

type Message = Awaited<ReturnType<PGlite['execProtocolStream']>>[number];

/** Limit of cached plans, because lists of changing length create new statements. */
export const mostStatements = 500;

/**
 * Values are written and read with PGlite's own serializers and parsers. The schema must not change afterwards:
 * PostgreSQL refuses a cached plan whose columns have changed (`0A000`), so migrations run before.
 */
export async function prepareStatements(pglite: PGlite): Promise<KyselyPglite> {
  const { protocol, types } = await import('@electric-sql/pglite');
  const { serialize } = protocol;
  /** By text, least recently used first. */
  const known = new Map<string, Prepared>();
  let made = 0;

  const send = (...parts: readonly Uint8Array[]): Promise<readonly Message[]> =>
    pglite.execProtocolStream(Buffer.concat([...parts, serialize.sync()]), { syncToFs: false });

  async function prepare(text: string): Promise<Prepared> {
    const [oldest] = known.size < mostStatements ? [] : known;
    if (oldest !== undefined) known.delete(oldest[0]);
    made += 1;
    const name = `s${made}`;
    const answer = await send(
      ...(oldest === undefined ? [] : [serialize.close({ type: 'S', name: oldest[1].name })]),
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
    );
    return {
      name,
      parameterTypes: answer.find(isParameterDescription)?.dataTypeIDs ?? [],
      fields: answer.find(isRowDescription)?.fields ?? [],
    };
  }

  async function run<T>(text: string, parameters: readonly unknown[] = []): Promise<PGliteQueryResults<T>> {
    const statement = known.get(text) ?? (await prepare(text));
    known.delete(text);
    known.set(text, statement);
    const { name, parameterTypes, fields } = statement;
    const values = parameters.map((value, index) => {
      if (value === null || value === undefined) return null;
      const write = pglite.serializers[parameterTypes[index] ?? 0];
      return write === undefined ? String(value) : write(value);
    });
    const answer = await send(serialize.bind({ statement: name, values }), serialize.execute({}));
    if (!pglite.isInTransaction()) await pglite.syncToFs();
    const rows = answer.filter(isDataRow).map((row) => {
      const values = fields.map((field, index) => [
        field.name,
        types.parseType(row.fields[index] ?? null, field.dataTypeID, pglite.parsers),
      ]);
      return Object.fromEntries(values) as T;
    });
    return { rows, fields: [...fields], affectedRows: affectedRows(answer.find(isCommandComplete)?.text) };
  }

  return adapt(pglite, run);
}

/** The database as Kysely expects it, with `run` for its statements. */
function adapt(pglite: PGlite, run: KyselyPglite['query']): KyselyPglite {
  const exclusive: KyselyPglite['query'] = (text, parameters) =>
    pglite.runExclusive(() => run(text, parameters));
  return {
    get closed() {
      return pglite.closed;
    },
    get ready() {
      return pglite.ready;
    },
    waitReady: pglite.waitReady,
    close: () => pglite.close(),
    query: (text, parameters) => pglite._runExclusiveTransaction(() => exclusive(text, parameters)),
    transaction: (work) =>
      pglite.transaction((tx) => work({ query: exclusive, rollback: () => tx.rollback() })),
  };
}

/** From a command tag: `INSERT 0 5`, `UPDATE 3`, `SELECT 2`. */
function affectedRows(tag = ''): number {
  return /^(INSERT|UPDATE|DELETE|MERGE)\b/.test(tag) ? Number(tag.slice(tag.lastIndexOf(' ') + 1)) : 0;
}

const isParameterDescription = (message: Message): message is backend.ParameterDescriptionMessage =>
  message.name === 'parameterDescription';
const isRowDescription = (message: Message): message is backend.RowDescriptionMessage =>
  message.name === 'rowDescription';
const isDataRow = (message: Message): message is backend.DataRowMessage => message.name === 'dataRow';
const isCommandComplete = (message: Message): message is backend.CommandCompleteMessage =>
  message.name === 'commandComplete';
