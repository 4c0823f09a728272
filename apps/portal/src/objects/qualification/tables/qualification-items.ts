import { anyChanged } from '@garance/store';
import { type Kysely, type Selectable, sql } from 'kysely';
import { readColumns } from '../../columns.ts';
import type { Tables } from '../../schema.ts';

/** One prerequisite of one qualification: the partner's declaration and the officer's assessment. */
export interface QualificationItem {
  readonly qualificationId: string;
  readonly itemId: string;
  /** Grows with every change; 0 before the first one. */
  readonly version: number;
  /** '' without a declaration. */
  readonly text: string;
  /** Address of a video or page; ''. */
  readonly link: string;
  readonly declaredBy?: string;
  readonly declaredAtMs?: number;
  /** Absent until judged, and again once the evidence changes. */
  readonly verdict?: 'accepted' | 'changes';
  readonly comment: string;
  readonly judgedBy?: string;
  readonly judgedAtMs?: number;
}

interface ItemKey {
  readonly qualificationId: string;
  readonly itemId: string;
}

export interface QualificationItems {
  list(qualificationId: string): Promise<readonly QualificationItem[]>;
  find(qualificationId: string, itemId: string): Promise<QualificationItem | undefined>;
  /**
   * Stores a declaration and clears the verdict on the former one. @returns false when the item changed since it was
   * read
   */
  declare(
    change: ItemKey & {
      readonly expectedVersion: number;
      readonly text: string;
      readonly link: string;
      readonly by: string;
      readonly atMs: number;
    },
  ): Promise<boolean>;
  /** @returns false when the item changed since it was read */
  judge(
    change: ItemKey & {
      readonly expectedVersion: number;
      readonly verdict: 'accepted' | 'changes';
      readonly comment: string;
      readonly by: string;
      readonly atMs: number;
    },
  ): Promise<boolean>;
  /** A document was added or removed: clears the verdict. */
  noteEvidenceChanged(change: ItemKey & { readonly by: string; readonly atMs: number }): Promise<void>;
  /** Clears all verdicts: everything is assessed again. */
  forgetVerdicts(qualificationId: string): Promise<void>;
}

const blank = { text: '', link: '', comment: '', verdict: null, judged_by: null, judged_at_ms: null };

/** Table `qualification_item`. Writes must run inside a transaction that has locked the qualification. */
export function createQualificationItems(db: Kysely<Tables>): QualificationItems {
  const all = (qualificationId: string) =>
    db.selectFrom('qualification_item').selectAll().where('qualification_id', '=', qualificationId);
  return {
    list: async (qualificationId) => (await all(qualificationId).execute()).map(readRow),
    find: async (qualificationId, itemId) => {
      const row = await all(qualificationId).where('item_id', '=', itemId).executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
    declare: ({ expectedVersion, text, link, by, atMs, ...key }) =>
      write(
        db,
        { ...key, expectedVersion },
        {
          text,
          link,
          declared_by: by,
          declared_at_ms: atMs,
          verdict: null,
        },
      ),
    judge: ({ expectedVersion, verdict, comment, by, atMs, ...key }) =>
      write(db, { ...key, expectedVersion }, { verdict, comment, judged_by: by, judged_at_ms: atMs }),
    noteEvidenceChanged: async ({ qualificationId, itemId, by, atMs }) => {
      const declaration = { declared_by: by, declared_at_ms: atMs };
      await db
        .insertInto('qualification_item')
        .values({ ...blank, ...declaration, qualification_id: qualificationId, item_id: itemId, version: 1 })
        .onConflict((conflict) =>
          conflict.columns(['qualification_id', 'item_id']).doUpdateSet({
            ...declaration,
            verdict: null,
            version: sql<number>`qualification_item.version + 1`,
          }),
        )
        .execute();
    },
    forgetVerdicts: async (qualificationId) => {
      await db
        .updateTable('qualification_item')
        .set({ verdict: null, version: sql<number>`version + 1` })
        .where('qualification_id', '=', qualificationId)
        .execute();
    },
  };
}

interface Written {
  readonly text?: string;
  readonly link?: string;
  readonly declared_by?: string;
  readonly declared_at_ms?: number;
  readonly verdict: 'accepted' | 'changes' | null;
  readonly comment?: string;
  readonly judged_by?: string;
  readonly judged_at_ms?: number;
}

async function write(
  db: Kysely<Tables>,
  { qualificationId, itemId, expectedVersion }: ItemKey & { readonly expectedVersion: number },
  written: Written,
): Promise<boolean> {
  if (expectedVersion === 0) {
    const first = { ...blank, declared_by: null, declared_at_ms: null, ...written };
    return anyChanged(
      db
        .insertInto('qualification_item')
        .values({ ...first, qualification_id: qualificationId, item_id: itemId, version: 1 })
        .onConflict((conflict) => conflict.columns(['qualification_id', 'item_id']).doNothing()),
    );
  }
  return anyChanged(
    db
      .updateTable('qualification_item')
      .set({ ...written, version: expectedVersion + 1 })
      .where('qualification_id', '=', qualificationId)
      .where('item_id', '=', itemId)
      .where('version', '=', expectedVersion),
  );
}

function readRow(row: Selectable<Tables['qualification_item']>): QualificationItem {
  return readColumns(row);
}
