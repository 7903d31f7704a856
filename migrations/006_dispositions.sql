-- The meaning of each disposition.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists dispositions (
  code text constraint dispositions_pkey primary key,
  name text not null,
  stage text not null,
  updated_at timestamptz not null default now(),
  updated_by text,
  constraint dispositions_code check (code = upper(btrim(code)) and length(code) between 1 and 100),
  constraint dispositions_stage check (stage in ('not_contacted', 'contacted', 'converted', 'lost'))
);
comment on table dispositions is 'What each disposition means. A code that is missing here counts as contacted.';
comment on column dispositions.code is 'The code in capitals; calls match it in any letter case.';
comment on column dispositions.name is 'The name that the portal shows.';
comment on column dispositions.stage is 'What it says about the lead: not_contacted, contacted, converted, or lost.';
comment on column dispositions.updated_at is 'When this row last changed.';
comment on column dispositions.updated_by is 'Who changed it; null if nobody did. Personal data of the user.';

-- The statuses that Convoso sets itself, and those that most accounts use. They are inserted only once, so that an entry
-- that an admin deleted does not return.
insert into dispositions (code, name, stage)
select code, name, stage
from (values
  ('A', 'Answering machine', 'not_contacted'),
  ('AA', 'Answering machine detected', 'not_contacted'),
  ('AFAX', 'Fax detected', 'not_contacted'),
  ('AHXFER', 'After hours', 'not_contacted'),
  ('AL', 'Answering machine, message played', 'not_contacted'),
  ('AM', 'Answering machine, message left', 'not_contacted'),
  ('AMD', 'Answering machine detected', 'not_contacted'),
  ('B', 'Busy', 'not_contacted'),
  ('CALLHU', 'Caller hung up before an agent', 'not_contacted'),
  ('CG', 'Congestion', 'not_contacted'),
  ('CGD', 'Congestion, account disconnected', 'not_contacted'),
  ('CGO', 'Congestion, out of minutes', 'not_contacted'),
  ('CGT', 'Congested temporarily', 'not_contacted'),
  ('CIDB', 'Blocked caller id', 'not_contacted'),
  ('CPDATB', 'All trunks busy', 'not_contacted'),
  ('CPDB', 'Busy', 'not_contacted'),
  ('CPDINV', 'Invalid number', 'not_contacted'),
  ('CPDNA', 'No answer', 'not_contacted'),
  ('CPDREJ', 'Rejected', 'not_contacted'),
  ('CPDSI', 'Intercepted', 'not_contacted'),
  ('DROP', 'No agent available', 'not_contacted'),
  ('ERI', 'Agent lost connection', 'not_contacted'),
  ('INCALL', 'In call', 'not_contacted'),
  ('INCOMP', 'Incomplete call', 'not_contacted'),
  ('MACHINE', 'Answering machine', 'not_contacted'),
  ('N', 'Dead air', 'not_contacted'),
  ('NA', 'No answer', 'not_contacted'),
  ('NAIC', 'No answer, inbound', 'not_contacted'),
  ('NEW', 'New lead', 'not_contacted'),
  ('NORD', 'Network out of order', 'not_contacted'),
  ('NRA', 'No route available', 'not_contacted'),
  ('OI', 'Operator intercept', 'not_contacted'),
  ('PBXHU', 'Ended at the PBX', 'not_contacted'),
  ('PDROP', 'Dropped before routing', 'not_contacted'),
  ('QDROP', 'Dropped to another queue', 'not_contacted'),
  ('REJ', 'Rejected', 'not_contacted'),
  ('WAITTO', 'Waited too long in queue', 'not_contacted'),
  ('XDROP', 'Abandoned in queue', 'not_contacted'),
  ('AH', 'Answered and hung up', 'contacted'),
  ('CALLBK', 'Call back', 'contacted'),
  ('CB', 'Call back', 'contacted'),
  ('CD', 'Customer disconnected', 'contacted'),
  ('HU', 'Hang up', 'contacted'),
  ('POST', 'Post date', 'contacted'),
  ('XFER', 'Transferred', 'contacted'),
  ('SALE', 'Sale', 'converted'),
  ('BPN', 'Bad phone number', 'lost'),
  ('DC', 'Disconnected number', 'lost'),
  ('DEC', 'Declined sale', 'lost'),
  ('DNC', 'Do not call', 'lost'),
  ('DNCC', 'Do not call, campaign list', 'lost'),
  ('DNCL', 'Do not call list', 'lost'),
  ('DNCRT', 'Do not call, real time', 'lost'),
  ('DNCW', 'Do not call, wireless', 'lost'),
  ('NI', 'Not interested', 'lost'),
  ('NQ', 'Not qualified', 'lost'),
  ('WN', 'Wrong number', 'lost'),
  ('WRONG', 'Wrong number', 'lost')
) as usual (code, name, stage)
where not exists (select from schema_migrations where schema_migrations.name = '006_dispositions.sql')
on conflict do nothing;

insert into schema_migrations (name) values ('006_dispositions.sql') on conflict do nothing;
commit;
