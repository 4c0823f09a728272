import { type Kysely, sql } from 'kysely';

const statements = [
  `create table choice_page (
    platform text not null check (platform in ('standard', 'plus')),
    environment text not null check (environment in ('integration', 'production')),
    document jsonb not null,
    primary key (platform, environment)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
