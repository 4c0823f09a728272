import type { Kysely } from 'kysely';
import type { Tables } from '../../schema.ts';

/** A text that the team can insert into messages and decisions. */
export interface MessageTemplate {
  readonly id: string;
  /** Where it is offered: `request.request_changes`, `request.refuse`, `thread.answer`… */
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly locale: 'fr' | 'en';
}

export interface Templates {
  find(id: string): Promise<MessageTemplate | undefined>;
  /** By kind, language and title; of one kind when it is given. */
  list(kind?: string): Promise<readonly MessageTemplate[]>;
  put(template: MessageTemplate): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Table `message_template`. */
export function createTemplates(db: Kysely<Tables>): Templates {
  return {
    find: (id) => db.selectFrom('message_template').selectAll().where('id', '=', id).executeTakeFirst(),
    list: (kind) =>
      db
        .selectFrom('message_template')
        .selectAll()
        .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
        .orderBy('kind')
        .orderBy('locale')
        .orderBy('title')
        .execute(),
    put: async (template) => {
      const { id: _id, ...changes } = template;
      await db
        .insertInto('message_template')
        .values({ ...template })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
        .execute();
    },
    remove: async (id) => {
      await db.deleteFrom('message_template').where('id', '=', id).execute();
    },
  };
}
