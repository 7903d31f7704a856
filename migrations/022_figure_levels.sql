-- Figures by hours, by five days and of all times, and those of an agent whatever the calls came to: what a page reads
-- goes with what it shows then, not with how much a day of a large call centre holds.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- Under which subject, bucket and key a counted figure is kept. Every longer bucket begins where shorter ones do.
create or replace function figure_levels(subject text, minutes smallint, bucket timestamptz, key text)
  returns table (subject text, minutes smallint, bucket timestamptz, key text) language sql immutable parallel safe as $$
  select level.subject, level.minutes,
    case level.minutes
      when 0 then timestamptz 'epoch'       -- of all times
      else date_bin(level.minutes * interval '1 minute', $3, timestamptz 'epoch')
    end,
    case level.subject when 'agent_all' then split_part($4, '/', 1) else $4 end
  from (values
    ($1, $2, true),
    ($1, 60::smallint, $1 in ('delivery', 'lead', 'call')),
    ($1, 1440::smallint, true),
    ($1, 7200::smallint, $1 = 'agent'),     -- there are as many agents times dispositions in five days as in one
    ($1, 0::smallint, $1 <> 'agent'),
    ('agent_all', 60::smallint, $1 = 'agent'),
    ('agent_all', 1440::smallint, $1 = 'agent'),
    ('agent_all', 0::smallint, $1 = 'agent')
  ) as level (subject, minutes, is_kept)
  where is_kept
$$;

-- The next three are as in 005_figures.sql, but for the levels.
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

create or replace function forget_figures() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('convoso-portal figures'));
  delete from figures where subject = any (tg_argv) or subject = 'agent_all' and 'agent' = any (tg_argv);
  delete from figure_deltas where subject = any (tg_argv);
  return null;
end $$;
commit;

-- Whoever folds from here on keeps the new levels; what was folded before is added up.
begin;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal figures')); end $$;
delete from figures where minutes in (0, 60, 7200) or subject = 'agent_all';
insert into figures
select level.subject, level.minutes, level.bucket, level.key, is_test, sum(count), sum(seconds), sum(recordings)
from figures cross join lateral figure_levels(figures.subject, figures.minutes, figures.bucket, figures.key) as level
where figures.minutes in (5, 15) and (level.minutes not in (5, 15, 1440) or level.subject = 'agent_all')
group by 1, 2, 3, 4, 5
having sum(count) <> 0 or sum(seconds) <> 0 or sum(recordings) <> 0
order by 1, 2, 3;                           -- a span is then read from few pages
insert into schema_migrations (name) values ('022_figure_levels.sql') on conflict do nothing;
commit;
