-- The gap ledger: what Convoso's call log says of each hour, and how our calls differ from it.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists ledger_windows (
  starts_at timestamptz constraint ledger_windows_pkey primary key,
  ends_at timestamptz not null,
  answer text,
  reason text,
  failure text,
  failures smallint not null default 0,
  calls_there integer,
  questions integer not null default 0,
  asked_at timestamptz,
  compared_at timestamptz,
  next_ask_at timestamptz,
  constraint ledger_windows_order check (starts_at < ends_at),
  constraint ledger_windows_answer check (answer in ('compared', 'could not ask', 'not comparable')),
  constraint ledger_windows_asked check ((answer is null) = (asked_at is null)),
  constraint ledger_windows_compared check (answer is distinct from 'compared' or calls_there is not null),
  constraint ledger_windows_failure check (answer is distinct from 'could not ask' or failure is not null)
);
comment on table ledger_windows is
  'Hours of the account''s time, each compared with Convoso''s call log. An hour that autumn repeats is one window.';
comment on column ledger_windows.starts_at is 'When the hour begins.';
comment on column ledger_windows.ends_at is 'When the next hour begins.';
comment on column ledger_windows.answer is
  'compared; could not ask (it was tried, and never compared); not comparable (Convoso''s answer was no list of this hour); null: not asked yet.';
comment on column ledger_windows.reason is 'Why it could not be asked or compared the last time, as a sentence for the admin; null when it was.';
comment on column ledger_windows.failure is 'What kind of failure the last question met: a kind of app/convoso/convoso-failure.server.ts.';
comment on column ledger_windows.failures is 'How often in a row it could not be asked.';
comment on column ledger_windows.calls_there is 'How many ended calls Convoso''s log had in it when they were last compared.';
comment on column ledger_windows.questions is 'How many questions to Convoso all comparisons took.';
comment on column ledger_windows.asked_at is 'When Convoso was last asked.';
comment on column ledger_windows.compared_at is 'When Convoso''s calls and ours were last compared.';
comment on column ledger_windows.next_ask_at is 'When Convoso is asked again; null: no more.';

create index if not exists ledger_windows_due_idx on ledger_windows (starts_at desc, next_ask_at) where next_ask_at is not null;
comment on index ledger_windows_due_idx is 'Windows that are to be asked, the newest first.';

create table if not exists ledger_differences (
  id bigint generated always as identity constraint ledger_differences_pkey primary key,
  call_id text not null,
  window_start timestamptz not null
    constraint ledger_differences_window_fkey references ledger_windows on delete cascade,
  kind text not null,
  occurred_at timestamptz not null,
  fields jsonb not null,
  body bytea,
  asked_at timestamptz not null,
  since timestamptz not null,
  state text not null default 'open',
  is_automatic boolean not null default false,
  event_id uuid,
  settled_at timestamptz,
  settled_by text,
  note text,
  constraint ledger_differences_kind check (kind in ('missing_here', 'missing_there', 'differs')),
  constraint ledger_differences_state check (state in ('open', 'accepted', 'fixed', 'gone')),
  constraint ledger_differences_settled check ((state = 'open') = (settled_at is null)),
  constraint ledger_differences_fields check (jsonb_typeof(fields) = 'array')
);
comment on table ledger_differences is 'Calls of which Convoso''s log and our tables say different things, now or in the past.';
comment on column ledger_differences.id is 'Our own id.';
comment on column ledger_differences.call_id is 'Convoso''s call id.';
comment on column ledger_differences.window_start is 'The window that it was found in (ledger_windows.starts_at).';
comment on column ledger_differences.kind is
  'missing_here: Convoso has the call, we do not; missing_there: the other way round; differs: both have it.';
comment on column ledger_differences.occurred_at is 'When the call started.';
comment on column ledger_differences.fields is
  'A list of what differs: field (disposition, length, agent, campaign or recording), there (Convoso''s value), here (ours).';
comment on column ledger_differences.body is
  'Convoso''s row, byte for byte, to be applied; null once it is, or where there is none. Personal data of the lead.';
comment on column ledger_differences.asked_at is 'When Convoso was last asked for it: the moment at which its row is applied.';
comment on column ledger_differences.since is 'When this difference was first seen as it is.';
comment on column ledger_differences.state is
  'open; accepted (somebody said that it may stay); fixed (Convoso''s row was applied); gone (a later question found it no more).';
comment on column ledger_differences.is_automatic is 'True while the worker is to fix it.';
comment on column ledger_differences.event_id is 'The delivery that Convoso''s row was applied as (call_events.id).';
comment on column ledger_differences.settled_at is 'When it was accepted or fixed, or found no more.';
comment on column ledger_differences.settled_by is
  'Who accepted or fixed it: a user (personal data) or "reconcile"; null where it is gone.';
comment on column ledger_differences.note is 'Why it was accepted.';

create unique index if not exists ledger_differences_call_idx on ledger_differences (call_id)
  where state in ('open', 'accepted');
comment on index ledger_differences_call_idx is 'A call has one difference at a time.';
create index if not exists ledger_differences_window_idx on ledger_differences (window_start, state);
comment on index ledger_differences_window_idx is 'The differences of a window, and their number.';
create index if not exists ledger_differences_list_idx on ledger_differences (state, occurred_at desc, id desc);
comment on index ledger_differences_list_idx is 'Lists of differences, the latest call first.';
create index if not exists ledger_differences_history_idx on ledger_differences (call_id, id);
comment on index ledger_differences_history_idx is 'What was known of a call earlier.';
create index if not exists ledger_differences_automatic_idx on ledger_differences (id) where state = 'open' and is_automatic;
comment on index ledger_differences_automatic_idx is 'Differences that the worker is to fix.';

create table if not exists ledger_fixes (
  id bigint generated always as identity constraint ledger_fixes_pkey primary key,
  created_at timestamptz not null default now(),
  created_by text not null,
  query text,
  differences integer not null default 0,
  state text not null default 'running',
  updated_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by text,
  constraint ledger_fixes_state check (state in ('running', 'finished', 'stopped'))
);
comment on table ledger_fixes is 'Runs that apply Convoso''s rows of many differences.';
comment on column ledger_fixes.id is 'Our own id.';
comment on column ledger_fixes.created_at is 'When it was started.';
comment on column ledger_fixes.created_by is 'Who started it. Personal data of the user.';
comment on column ledger_fixes.query is 'The query string of the list that showed these differences; null for a selection.';
comment on column ledger_fixes.differences is 'How many differences it was started for.';
comment on column ledger_fixes.state is 'running, finished, or stopped.';
comment on column ledger_fixes.updated_at is 'When this row last changed.';
comment on column ledger_fixes.ended_at is 'When it finished or was stopped.';
comment on column ledger_fixes.ended_by is 'Who stopped it. Personal data of the user.';

create index if not exists ledger_fixes_running_idx on ledger_fixes (id) where state = 'running';
comment on index ledger_fixes_running_idx is 'Finds running fixes.';

create table if not exists ledger_fix_differences (
  fix_id bigint not null constraint ledger_fix_differences_fix_fkey references ledger_fixes on delete cascade,
  difference_id bigint not null
    constraint ledger_fix_differences_difference_fkey references ledger_differences on delete cascade,
  result text,
  constraint ledger_fix_differences_pkey primary key (fix_id, difference_id)
);
comment on table ledger_fix_differences is 'The differences of a fix, chosen when it was started.';
comment on column ledger_fix_differences.fix_id is 'The fix.';
comment on column ledger_fix_differences.difference_id is 'The difference.';
comment on column ledger_fix_differences.result is
  'What came of it: fixed; unchanged (applied, but a later delivery wins); settled (it was no longer open); failed; null until it is tried.';

create index if not exists ledger_fix_differences_result_idx on ledger_fix_differences (fix_id, result, difference_id);
comment on index ledger_fix_differences_result_idx is 'The differences of a fix by result, and those that are left.';
create index if not exists ledger_fix_differences_difference_idx on ledger_fix_differences (difference_id);
comment on index ledger_fix_differences_difference_idx is 'Finds the entries of a difference that is deleted.';

insert into schema_migrations (name) values ('018_ledger.sql') on conflict do nothing;
commit;
