-- What keeps the figures true: a trigger for each change of a counted table, and the jobs' functions.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- Makes three triggers for each counted table. The rules are those of counted_figures.
do $do$
declare
  part record;
  event record;
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
    ('contacts', 'created_at, is_test, conversion', $sql$
      select 'lead' as subject, 5::smallint as minutes,
        date_bin('5 minutes', created_at, timestamptz 'epoch') as bucket, conversion as key, is_test,
        sum(sign) as count, 0 as seconds, 0 as recordings
      from (%s) as row
      group by 3, 4, 5
      having sum(sign) <> 0$sql$),
    ('calls', 'occurred_at, campaign, disposition, agent_id, is_test, duration_seconds, recording_url, recording_verdict', $sql$
      select subject, minutes, date_bin(minutes * interval '1 minute', occurred_at, timestamptz 'epoch') as bucket, key,
        is_test, sum(sign) as count, sum(sign * coalesce(duration_seconds, 0)) as seconds,
        sum(case when recording_url is null or recording_verdict = 'failed' then 0 else sign end) as recordings
      from (%s) as row
      cross join lateral (values
        ('call', 5::smallint, ''),
        ('campaign', 15::smallint, coalesce(left(campaign, 200), '')),
        ('disposition', 15::smallint, coalesce(upper(left(disposition, 200)), '')),
        ('agent', 15::smallint, concat_ws('/', coalesce(agent_id::text, ''), upper(left(disposition, 200))))
      ) as figure (subject, minutes, key)
      group by 1, 2, 3, 4, 5
      having sum(sign) <> 0 or sum(sign * coalesce(duration_seconds, 0)) <> 0
        or sum(case when recording_url is null or recording_verdict = 'failed' then 0 else sign end) <> 0$sql$),
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
        'comment on function count_%1$s_of_%2$s is %3$L',
        event.verb, part.source, format('Notes how an %s of %s changes the figures.', event.verb, part.source));
      execute format(
        'create or replace trigger figures_%1$s after %1$s on %2$s %3$s
          for each statement execute function count_%1$s_of_%2$s()',
        event.verb, part.source, event.tables);
    end loop;
  end loop;
end $do$;

create or replace function forget_figures() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('convoso-portal figures'));
  delete from figures where subject = any (tg_argv) or subject = 'agent_all' and 'agent' = any (tg_argv);
  delete from figure_deltas where subject = any (tg_argv);
  return null;
end $$;
comment on function forget_figures is 'Deletes the figures of a table that was truncated.';

create or replace trigger figures_truncate after truncate on call_events
  for each statement execute function forget_figures('delivery');
create or replace trigger figures_truncate after truncate on contacts
  for each statement execute function forget_figures('lead');
create or replace trigger figures_truncate after truncate on calls
  for each statement execute function forget_figures('call', 'campaign', 'disposition', 'agent');
create or replace trigger figures_truncate after truncate on pending_recordings
  for each statement execute function forget_figures('search');

create or replace function fold_figures(at_most integer) returns bigint language sql as $$
  select pg_advisory_xact_lock(hashtext('convoso-portal figures'));
  with taken as (
    delete from figure_deltas
    where ctid = any (array(select ctid from figure_deltas limit at_most))
    returning *
  ), folded as (
    insert into figures as old
    select level.subject, level.minutes, level.bucket, level.key, is_test, sum(count), sum(seconds), sum(recordings)
    from taken cross join lateral figure_levels(taken.subject, taken.minutes, taken.bucket, taken.key) as level
    group by 1, 2, 3, 4, 5
    on conflict on constraint figures_pkey do update
    set count = old.count + excluded.count, seconds = old.seconds + excluded.seconds,
      recordings = old.recordings + excluded.recordings
  )
  select count(*) from taken;
$$;
comment on function fold_figures is
  'Adds at most so many deltas to figures and returns how many there were. A lock lets one process fold at a time.';

-- Writers go on meanwhile: it subtracts the deltas that are counted already but not folded yet.
create or replace function recount_figures() returns void language sql as $$
  select pg_advisory_xact_lock(hashtext('convoso-portal figures'));
  delete from figures;
  insert into figures
  select level.subject, level.minutes, level.bucket, level.key, is_test, sum(count), sum(seconds), sum(recordings)
  from (
    select * from counted_figures
    union all
    select subject, minutes, bucket, key, is_test, -count, -seconds, -recordings from figure_deltas
  ) as counted
  cross join lateral figure_levels(counted.subject, counted.minutes, counted.bucket, counted.key) as level
  group by 1, 2, 3, 4, 5
  having sum(count) <> 0 or sum(seconds) <> 0 or sum(recordings) <> 0;
$$;
comment on function recount_figures is 'Counts everything again.';
commit;

-- The triggers note every change from here on, so rows that exist already can be counted while deliveries arrive.
begin;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;
do $$ begin perform recount_figures(); end $$;
insert into schema_migrations (name) values ('010_figure_triggers.sql') on conflict do nothing;
commit;
