-- Figures: counts of deliveries, leads, calls and recording searches by time, for charts and totals. Triggers append each
-- change to figure_deltas without waiting for a lock, and a job folds the deltas into figures. At every moment
-- figures + figure_deltas equals counted_figures.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists figures (
  subject text not null,
  minutes smallint not null,
  bucket timestamptz not null,
  key text not null,
  is_test boolean not null,
  count bigint not null,
  seconds bigint not null,
  recordings bigint not null,
  constraint figures_pkey primary key (subject, minutes, bucket, key, is_test)
);
comment on table figures is 'Counts by subject, key and time.';

-- It has no key and no index: a delta is written once, read a few times, and deleted.
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
comment on table figure_deltas is 'Changes that are not folded into figures yet.';

do $$
declare
  described record;
begin
  for described in
    select counts, column_name, meaning
    from unnest(array['figures', 'figure_deltas']) as counts
    cross join (values
      ('subject', 'What is counted: delivery, lead, search, call, campaign, disposition, agent, or agent_all.'),
      ('minutes', 'Length of the bucket in minutes; 0 for all time.'),
      ('bucket', 'Start of the bucket in UTC. Buckets of 15 minutes fit midnight in every time zone.'),
      ('key', 'Which one: endpoint/outcome, stage, state of the search, campaign, CODE, or agent id/CODE; empty for none.'),
      ('is_test', 'True for test data.'),
      ('count', 'How many.'),
      ('seconds', 'Talk time of calls in seconds.'),
      ('recordings', 'How many of the calls have a recording whose link has not failed.')
    ) as meanings (column_name, meaning)
  loop
    execute format('comment on column %I.%I is %L', described.counts, described.column_name, described.meaning);
  end loop;
end $$;

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
    count(*), coalesce(sum(duration_seconds), 0),
    count(*) filter (where recording_url is not null and recording_verdict is distinct from 'failed')
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
comment on view counted_figures is 'The figures counted anew from all rows, in their shortest buckets.';

-- Each longer bucket begins where a shorter one begins.
create or replace function figure_levels(subject text, minutes smallint, bucket timestamptz, key text)
  returns table (subject text, minutes smallint, bucket timestamptz, key text) language sql immutable parallel safe as $$
  select level.subject, level.minutes,
    case level.minutes
      when 0 then timestamptz 'epoch'       -- all time
      else date_bin(level.minutes * interval '1 minute', $3, timestamptz 'epoch')
    end,
    case level.subject when 'agent_all' then split_part($4, '/', 1) else $4 end
  from (values
    ($1, $2, true),
    ($1, 60::smallint, $1 in ('delivery', 'lead', 'call')),
    ($1, 1440::smallint, true),
    ($1, 7200::smallint, $1 = 'agent'),     -- five days have hardly more pairs of agent and disposition than one day
    ($1, 0::smallint, $1 <> 'agent'),
    ('agent_all', 60::smallint, $1 = 'agent'),
    ('agent_all', 1440::smallint, $1 = 'agent'),
    ('agent_all', 0::smallint, $1 = 'agent')
  ) as level (subject, minutes, is_kept)
  where is_kept
$$;
comment on function figure_levels is 'All subjects, buckets and keys under which a counted figure is kept.';

insert into schema_migrations (name) values ('009_figures.sql') on conflict do nothing;
commit;
