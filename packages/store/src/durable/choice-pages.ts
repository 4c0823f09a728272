import { type ChoicePage, choicePageSchema, type HubId, plainChoicePage } from '@garance/core';
import type { Kysely } from 'kysely';
import { changeConfiguration } from './configuration-revision.ts';
import type { ChoicePageStore, StoreLogger } from './contract.ts';
import type { Tables } from './schema.ts';

/** Table `choice_page`: one row per hub. A row that breaks the schema is logged and read as the plain page. */
export function createChoicePageStore(db: Kysely<Tables>, logger: StoreLogger): ChoicePageStore {
  return {
    get: async ({ platform, environment }) => {
      const row = await db
        .selectFrom('choice_page')
        .select('document')
        .where('platform', '=', platform)
        .where('environment', '=', environment)
        .executeTakeFirst();
      if (row === undefined) return plainChoicePage;
      const parsed = choicePageSchema.safeParse(row.document);
      if (!parsed.success) logger.error({ platform, environment }, 'a choice page is not readable');
      return parsed.success ? parsed.data : plainChoicePage;
    },
    put: ({ platform, environment }: HubId, page: ChoicePage) => {
      const document = JSON.stringify(choicePageSchema.parse(page));
      return changeConfiguration(db, async (trx) => {
        await trx
          .insertInto('choice_page')
          .values({ platform, environment, document })
          .onConflict((conflict) => conflict.columns(['platform', 'environment']).doUpdateSet({ document }))
          .execute();
      });
    },
  };
}
