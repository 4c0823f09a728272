import { type Kysely, sql } from 'kysely';

/**
 * Partitions sign-ins by month, so that those past their retention are deleted by dropping a table. `sign_in` becomes
 * the first partition unchanged: a hub of the previous version still writes and reads it under its name, and both
 * versions see the same rows, until the end of the month after next. `sign_in_later` holds rows for which no monthly
 * partition exists.
 */
const statements = (schema: string): readonly string[] => [
  `create table sign_in_event (
    id text not null,
    at_ms bigint not null,
    platform text not null constraint sign_in_platform_check check (platform in ('standard', 'plus')),
    environment text not null constraint sign_in_environment_check check (environment in ('integration', 'production')),
    person_fingerprint text not null,
    service_id text not null,
    client_id text not null,
    provider_id text not null,
    level text not null,
    reported_at_ms bigint,
    unique (id, at_ms)
  ) partition by range (at_ms)`,
  'create table sign_in_later partition of sign_in_event default',
  `create table sign_in_partition (
    name text primary key,
    to_ms bigint not null
  )`,
  `do $$
  declare
    next_ms bigint := extract(epoch from date_trunc('month', now() at time zone 'UTC') + interval '2 months') * 1000;
    last_ms bigint := (select max(at_ms) + 1 from sign_in);
    until_ms bigint := greatest(next_ms, last_ms);
  begin
    execute format('alter table sign_in_event attach partition sign_in for values from (minvalue) to (%s)', until_ms);
    insert into sign_in_partition (name, to_ms) values ('sign_in', until_ms);
  end $$`,
  // Equal indexes of the first partition are attached to these.
  'create index sign_in_event_person on sign_in_event (environment, person_fingerprint, at_ms desc)',
  'create index sign_in_event_time on sign_in_event (at_ms)',
  // Runs as the owner of the tables: the worker that calls it may drop nothing else. `pg_temp` is last in the search
  // path, so that no temporary table of the session is used instead.
  `create function maintain_sign_ins(now_ms bigint, keep_from_ms bigint) returns void
  language plpgsql security definer set lock_timeout = '3s' set search_path = ${schema}, pg_temp as $$
  declare
    month interval := interval '1 month';
    from_ms bigint;
    until_ms bigint;
    part text;
  begin
    if keep_from_ms > extract(epoch from now()) * 1000 - 2592000000 then
      raise exception 'sign-ins are kept for 30 days at least';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('maintain_sign_ins', 0));
    loop
      select max(to_ms) into from_ms from sign_in_partition;
      exit when from_ms > extract(epoch from to_timestamp(now_ms / 1000.0) + 2 * month) * 1000;
      until_ms := extract(epoch from
        date_trunc('month', to_timestamp(from_ms / 1000.0) at time zone 'UTC') + month) * 1000;
      part := 'sign_in_' || to_char(to_timestamp(from_ms / 1000.0) at time zone 'UTC', 'YYYY_MM');
      if to_regclass(part) is null then
        execute format('create table %I (like sign_in_event including all)', part);
        execute format(
          'with moved as (delete from sign_in_later where at_ms >= %s and at_ms < %s returning *)
          insert into %I select * from moved', from_ms, until_ms, part);
        execute format(
          'alter table sign_in_event attach partition %I for values from (%s) to (%s)', part, from_ms, until_ms);
      end if;
      insert into sign_in_partition (name, to_ms) values (part, until_ms);
    end loop;
    for part in select name from sign_in_partition where to_ms <= keep_from_ms loop
      execute format('drop table if exists %I', part);
      delete from sign_in_partition where name = part;
    end loop;
  end $$`,
  'revoke execute on function maintain_sign_ins(bigint, bigint) from public',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ schema: string }>`select quote_ident(current_schema()) as schema`.execute(db);
  for (const statement of statements(rows[0]?.schema ?? 'public')) await sql.raw(statement).execute(db);
}
