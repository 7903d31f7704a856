-- What admins said of who is who, where keys alone mislead.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists identity_rules (
  id bigint generated always as identity constraint identity_rules_pkey primary key,
  key text not null constraint identity_rules_key unique,
  same_as text,
  contact_ids bigint[] not null default '{}',
  actor text not null,
  made_at timestamptz not null default now()
);
comment on table identity_rules is
  'Decisions of admins: a key that several people share, or two keys of one person. Ingest follows them.';
comment on column identity_rules.id is 'Our own id, which addresses of pages name.';
comment on column identity_rules.key is
  'A lead id, phone, or e-mail address with its kind in front, such as lead:4711. Personal data of the lead.';
comment on column identity_rules.same_as is
  'The key that means the same person; null where the key is shared by several people. Personal data of the lead.';
comment on column identity_rules.contact_ids is 'The leads whose deliveries were sorted anew (contacts.id).';
comment on column identity_rules.actor is 'Who decided it. Personal data of the user.';
comment on column identity_rules.made_at is 'When it was decided.';

create index if not exists contacts_several_idx on contacts (created_at desc, id desc) where looks_like_several;
comment on index contacts_several_idx is 'Leads that look like several people.';

insert into schema_migrations (name) values ('015_identity.sql') on conflict do nothing;
commit;
