-- The figures of agents are kept by disposition: key 'our id/CODE', 'our id' where a call has none. As many deltas for a call
-- as before, so ingest costs the same; calls, talk time and outcomes of an agent over any span are then read together.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- Whoever is writing calls ends first, by the old rule; whoever comes then goes by the new one.
lock table calls in share row exclusive mode;

-- As in migration 005, with another key for agents. The recount is one view, so it names all tables.
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
        ('agent', 15::smallint, concat_ws('/', coalesce(agent_id::text, ''), upper(left(disposition, 200))))
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
    -- The triggers stay, they call the new functions: to make them again would wait for locks that writers hold.
    for event in select * from (values
      ('insert', 'select 1 as sign, %1$s from added'),
      ('delete', 'select -1 as sign, %1$s from removed'),
      ('update', 'select 1 as sign, %1$s from added union all select -1, %1$s from removed')
    ) as happened (verb, changed_rows)
    where part.source = 'calls'
    loop
      execute format(
        'create or replace function count_%1$s_of_%2$s() returns trigger language plpgsql as
          $f$ begin insert into figure_deltas %3$s; return null; end $f$',
        event.verb, part.source, format(part.count_rows, format(event.changed_rows, part.columns)));
    end loop;
    recounts := recounts || format(part.count_rows, format('select 1 as sign, %s from %I', part.columns, part.source));
  end loop;
  execute 'create or replace view counted_figures as ' || array_to_string(recounts, ' union all ');
end $do$;

do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal figures')); end $$;
delete from figures where subject = 'agent';
delete from figure_deltas where subject = 'agent';
commit;

-- Counted while deliveries come in, like in migration 005: what waits as a delta is taken off.
begin;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal figures')); end $$;
delete from figures where subject = 'agent';
insert into figures (subject, minutes, bucket, key, is_test, count, seconds, recordings)
select subject, span.minutes, date_bin(span.minutes * interval '1 minute', bucket, timestamptz 'epoch'), key, is_test,
  sum(count), sum(seconds), sum(recordings)
from (
  select * from counted_figures where subject = 'agent'
  union all
  select subject, minutes, bucket, key, is_test, -count, -seconds, -recordings from figure_deltas where subject = 'agent'
) as counted
cross join lateral (values (counted.minutes), (1440::smallint)) as span (minutes)
group by 1, 2, 3, 4, 5
having sum(count) <> 0 or sum(seconds) <> 0 or sum(recordings) <> 0;
insert into schema_migrations (name) values ('016_agent_figures.sql') on conflict do nothing;
commit;
