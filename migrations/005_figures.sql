-- Figures: how many deliveries, leads, calls and searches for recordings there are, by time, for charts and totals.
-- The database keeps them true itself: triggers append what a statement changed to figure_deltas, in its own transaction
-- and without waiting for anybody, and a job folds that into figures. At every moment figures + figure_deltas is exactly
-- what counting the rows again (counted_figures) would give.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists figures (
  -- delivery, key 'endpoint/outcome' or 'endpoint/outcome/misrouted', by time of receipt
  -- lead, no key, by time of the first delivery · search, key its state, by time of its start
  -- call, no key · campaign, disposition (in capitals), agent (our id), key '' where the call names none, by time of call
  subject text not null,
  minutes smallint not null,                -- how long the bucket is: 5 or 15; and 1440 for the same by UTC days
  bucket timestamptz not null,              -- its start; quarters of an hour fit the midnights of every time zone
  key text not null,
  is_test boolean not null,
  count bigint not null,
  seconds bigint not null,                  -- of talk, for calls
  recordings bigint not null,               -- found, for calls
  constraint figures_pkey primary key (subject, minutes, bucket, key, is_test)
);

-- No key and no index: a delta is written once, read a few times, and deleted.
create table if not exists figure_deltas (
  subject text not null,
  minutes smallint not null,
  bucket timestamptz not null,
  key text not null,
  is_test boolean not null,
  count bigint not null,
  seconds bigint not null,
  recordings bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

-- How rows become figures stands here once, and makes a trigger for each event of each table, and the recount.
do $do$
declare
  part record;
  event record;
  recounts text[];
begin
  for part in select * from (values
    ('call_events', 'received_at, endpoint, outcome, is_misrouted, is_test', $sql$
      select 'delivery' as subject, 5::smallint as minutes,
        date_bin('5 minutes', received_at, timestamptz 'epoch') as bucket,
        concat_ws('/', endpoint, outcome, case when is_misrouted then 'misrouted' end) as key, is_test,
        sum(sign) as count, 0 as seconds, 0 as recordings
      from (%s) as row
      group by 3, 4, 5
      having sum(sign) <> 0$sql$),
    ('contacts', 'created_at, is_test', $sql$
      select 'lead' as subject, 5::smallint as minutes,
        date_bin('5 minutes', created_at, timestamptz 'epoch') as bucket, '' as key, is_test,
        sum(sign) as count, 0 as seconds, 0 as recordings
      from (%s) as row
      group by 3, 5
      having sum(sign) <> 0$sql$),
    ('calls', 'occurred_at, campaign, disposition, agent_id, is_test, duration_seconds, recording_url', $sql$
      select subject, minutes, date_bin(minutes * interval '1 minute', occurred_at, timestamptz 'epoch') as bucket, key,
        is_test, sum(sign) as count, sum(sign * coalesce(duration_seconds, 0)) as seconds,
        sum(case when recording_url is null then 0 else sign end) as recordings
      from (%s) as row
      cross join lateral (values
        ('call', 5::smallint, ''),
        ('campaign', 15::smallint, coalesce(left(campaign, 200), '')),
        ('disposition', 15::smallint, coalesce(upper(left(disposition, 200)), '')),
        ('agent', 15::smallint, coalesce(agent_id::text, ''))
      ) as figure (subject, minutes, key)
      group by 1, 2, 3, 4, 5
      having sum(sign) <> 0 or sum(sign * coalesce(duration_seconds, 0)) <> 0
        or sum(case when recording_url is null then 0 else sign end) <> 0$sql$),
    ('pending_recordings', 'created_at, state', $sql$
      select 'search' as subject, 15::smallint as minutes,
        date_bin('15 minutes', created_at, timestamptz 'epoch') as bucket, state as key, false as is_test,
        sum(sign) as count, 0 as seconds, 0 as recordings
      from (%s) as row
      group by 3, 4
      having sum(sign) <> 0$sql$)
  ) as counted (source, columns, count_rows)
  loop
    for event in select * from (values
      ('insert', 'referencing new table as added', 'select 1 as sign, %1$s from added'),
      ('delete', 'referencing old table as removed', 'select -1 as sign, %1$s from removed'),
      ('update', 'referencing old table as removed new table as added',
        'select 1 as sign, %1$s from added union all select -1, %1$s from removed')
    ) as happened (verb, tables, changed_rows)
    loop
      execute format(
        'create or replace function count_%1$s_of_%2$s() returns trigger language plpgsql as
          $f$ begin insert into figure_deltas %3$s; return null; end $f$',
        event.verb, part.source, format(part.count_rows, format(event.changed_rows, part.columns)));
      execute format(
        'create or replace trigger figures_%1$s after %1$s on %2$s %3$s
          for each statement execute function count_%1$s_of_%2$s()',
        event.verb, part.source, event.tables);
    end loop;
    recounts := recounts || format(part.count_rows, format('select 1 as sign, %s from %I', part.columns, part.source));
  end loop;
  execute 'create or replace view counted_figures as ' || array_to_string(recounts, ' union all ');
end $do$;

-- Adds at most so many deltas to figures. Its lock lets one run fold at a time. Returns how many there were.
create or replace function fold_figures(at_most integer) returns bigint language sql as $$
  select pg_advisory_xact_lock(hashtext('convoso-portal figures'));
  with taken as (
    delete from figure_deltas
    where ctid = any (array(select ctid from figure_deltas limit at_most))
    returning *
  ), folded as (
    insert into figures as old
    select subject, span.minutes, date_bin(span.minutes * interval '1 minute', bucket, timestamptz 'epoch'), key, is_test,
      sum(count), sum(seconds), sum(recordings)
    from taken cross join lateral (values (taken.minutes), (1440::smallint)) as span (minutes)
    group by 1, 2, 3, 4, 5
    on conflict on constraint figures_pkey do update
    set count = old.count + excluded.count, seconds = old.seconds + excluded.seconds,
      recordings = old.recordings + excluded.recordings
  )
  select count(*) from taken;
$$;

-- Counts everything again. Writers go on: what is counted already and still waits as a delta is taken off.
create or replace function recount_figures() returns void language sql as $$
  select pg_advisory_xact_lock(hashtext('convoso-portal figures'));
  delete from figures;
  insert into figures
  select subject, span.minutes, date_bin(span.minutes * interval '1 minute', bucket, timestamptz 'epoch'), key, is_test,
    sum(count), sum(seconds), sum(recordings)
  from (
    select * from counted_figures
    union all
    select subject, minutes, bucket, key, is_test, -count, -seconds, -recordings from figure_deltas
  ) as counted
  cross join lateral (values (counted.minutes), (1440::smallint)) as span (minutes)
  group by 1, 2, 3, 4, 5
  having sum(count) <> 0 or sum(seconds) <> 0 or sum(recordings) <> 0;
$$;

create or replace function forget_figures() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('convoso-portal figures'));
  delete from figures where subject = any (tg_argv);
  delete from figure_deltas where subject = any (tg_argv);
  return null;
end $$;

create or replace trigger figures_truncate after truncate on call_events
  for each statement execute function forget_figures('delivery');
create or replace trigger figures_truncate after truncate on contacts
  for each statement execute function forget_figures('lead');
create or replace trigger figures_truncate after truncate on calls
  for each statement execute function forget_figures('call', 'campaign', 'disposition', 'agent');
create or replace trigger figures_truncate after truncate on pending_recordings
  for each statement execute function forget_figures('search');
commit;

-- From here on every change is noted, so what is there already can be counted while deliveries come in.
begin;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;
do $$ begin perform recount_figures(); end $$;
insert into schema_migrations (name) values ('005_figures.sql') on conflict do nothing;
commit;
