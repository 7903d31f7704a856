-- What keeps the ledger from calling an hour equal that is not: by which zone's clock an hour was asked for, and which call of
-- ours without an id was taken for which of Convoso's.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

alter table ledger_windows add column if not exists time_zone text;
comment on column ledger_windows.time_zone is
  'The zone by whose clock Convoso was asked; null where it was not. When the account''s zone is set anew, it is asked again.';

create table if not exists ledger_pairs (
  our_call_id text constraint ledger_pairs_pkey primary key
    constraint ledger_pairs_call_fkey references calls on delete cascade,
  call_id text not null
);
comment on table ledger_pairs is
  'Our calls that came without an id, and the call of Convoso''s log that each was taken for: it covers no second one.';
comment on column ledger_pairs.our_call_id is 'Our call (calls.call_id), whose id is derived.';
comment on column ledger_pairs.call_id is 'Convoso''s call id.';

create index if not exists ledger_pairs_call_idx on ledger_pairs (call_id);
comment on index ledger_pairs_call_idx is 'Finds which of our calls covers one of Convoso''s.';

insert into schema_migrations (name) values ('032_ledger_proof.sql') on conflict do nothing;
commit;
