-- What the Overview counts besides: leads by how far they have come, and the recordings that were given up of late.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- Whoever is writing leads by the old triggers is done first, and nobody comes in between.
lock table contacts in share row exclusive mode;

-- Figures of leads have a key now: the conversion. Everything else is as in 016_agent_figures.sql.
do $do$
declare
  event record;
  columns constant text := 'created_at, is_test, conversion';
  count_rows constant text := $sql$
    select 'lead' as subject, 5::smallint as minutes,
      date_bin('5 minutes', created_at, timestamptz 'epoch') as bucket, conversion as key, is_test,
      sum(sign) as count, 0 as seconds, 0 as recordings
    from (%s) as row
    group by 3, 4, 5
    having sum(sign) <> 0$sql$;
begin
  for event in select * from (values
    ('insert', 'select 1 as sign, %1$s from added'),
    ('delete', 'select -1 as sign, %1$s from removed'),
    ('update', 'select 1 as sign, %1$s from added union all select -1, %1$s from removed')
  ) as happened (verb, changed_rows)
  loop
    execute format(
      'create or replace function count_%s_of_contacts() returns trigger language plpgsql as
        $f$ begin insert into figure_deltas %s; return null; end $f$',
      event.verb, format(count_rows, format(event.changed_rows, columns)));
  end loop;
end $do$;

create or replace view counted_figures as
  select 'delivery' as subject, 5::smallint as minutes, date_bin('5 minutes', received_at, timestamptz 'epoch') as bucket,
    concat_ws('/', endpoint, outcome, case when is_misrouted then 'misrouted' end) as key, is_test,
    count(*) as count, 0::bigint as seconds, 0::bigint as recordings
  from call_events
  group by 3, 4, 5
  union all
  select 'lead', 5::smallint, date_bin('5 minutes', created_at, timestamptz 'epoch'), conversion, is_test, count(*), 0, 0
  from contacts
  group by 3, 4, 5
  union all
  select figure.subject, figure.minutes,
    date_bin(figure.minutes * interval '1 minute', occurred_at, timestamptz 'epoch'), figure.key, is_test,
    count(*), coalesce(sum(duration_seconds), 0), count(recording_url)
  from calls
  cross join lateral (values
    ('call', 5::smallint, ''),
    ('campaign', 15::smallint, coalesce(left(campaign, 200), '')),
    ('disposition', 15::smallint, coalesce(upper(left(disposition, 200)), '')),
    ('agent', 15::smallint, concat_ws('/', coalesce(agent_id::text, ''), upper(left(disposition, 200))))
  ) as figure (subject, minutes, key)
  group by 1, 2, 3, 4, 5
  union all
  select 'search', 15::smallint, date_bin('15 minutes', created_at, timestamptz 'epoch'), state, false, count(*), 0, 0
  from pending_recordings
  group by 3, 4;

-- Of late: by when the search began.
do $$ begin
  if (select indexdef from pg_indexes where schemaname = current_schema() and indexname = 'pending_recordings_state_idx') not like '%created_at%' then
    drop index pending_recordings_state_idx;
  end if;
end $$;
create index if not exists pending_recordings_state_idx on pending_recordings (state, created_at)
  where state in ('gave_up', 'blocked');
commit;

-- Every change is noted by conversion from here on, so leads can be counted again while they come in.
begin;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal figures')); end $$;
delete from figures where subject = 'lead';
insert into figures
select 'lead', span.minutes, date_bin(span.minutes * interval '1 minute', bucket, timestamptz 'epoch'), key, is_test,
  sum(count), 0, 0
from (
  select date_bin('5 minutes', created_at, timestamptz 'epoch') as bucket, conversion as key, is_test, count(*) as count
  from contacts
  group by 1, 2, 3
  union all
  select bucket, key, is_test, -count from figure_deltas where subject = 'lead'
) as counted
cross join lateral (values (5::smallint), (1440::smallint)) as span (minutes)
group by 1, 2, 3, 4, 5
having sum(count) <> 0;
insert into schema_migrations (name) values ('021_lead_figures.sql') on conflict do nothing;
commit;
