-- Notes that people write on leads and calls.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists notes (
  id bigint generated always as identity constraint notes_pkey primary key,
  contact_id bigint constraint notes_contact_fkey references contacts on delete cascade,
  call_id text constraint notes_call_fkey references calls on delete cascade,
  text text not null constraint notes_length check (length(text) between 1 and 2000),
  author text not null,
  created_at timestamptz not null default now(),
  constraint notes_on_one check (num_nonnulls(contact_id, call_id) = 1)
);
comment on table notes is 'What people who use the portal wrote on a lead or a call.';
comment on column notes.id is 'Our own id.';
comment on column notes.contact_id is 'The lead (contacts.id) it is on; null for one on a call.';
comment on column notes.call_id is 'The call it is on; null for one on a lead.';
comment on column notes.text is 'As it was written. Personal data of the lead.';
comment on column notes.author is 'Who wrote it. Personal data of the user.';
comment on column notes.created_at is 'When it was written.';

create index if not exists notes_of_lead_idx on notes (contact_id, created_at) where contact_id is not null;
comment on index notes_of_lead_idx is 'The notes of a lead, by time.';
create index if not exists notes_of_call_idx on notes (call_id, created_at) where call_id is not null;
comment on index notes_of_call_idx is 'The notes of a call, by time.';

-- The body is parsed here: PostgreSQL maintains indexes with a search path in which `fold_text` is unknown.
create or replace function note_words(text) returns tsvector language sql immutable parallel safe
  return (
    select array_to_tsvector(array_agg(left(word, 100)))
    from unnest(words_of(fold_text(left($1, 2000)))) as word
    where word <> ''
  );
comment on function note_words is 'The words by which a note is found.';

create index if not exists notes_words_idx on notes using gin (note_words(text)) with (gin_pending_list_limit = 256);
comment on index notes_words_idx is 'Search by the beginnings of words of notes.';

insert into schema_migrations (name) values ('028_notes.sql') on conflict do nothing;
commit;
