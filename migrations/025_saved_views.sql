-- Views: filters of lists that people keep under a name.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists saved_views (
  id bigint generated always as identity constraint saved_views_pkey primary key,
  list text not null,
  name text not null,
  query text not null,
  owner text not null,
  is_shared boolean not null default false,
  created_at timestamptz not null default now(),
  constraint saved_views_list check (list in ('deliveries', 'leads', 'calls'))
);
comment on table saved_views is 'Filters of lists under a name, each for its owner or for everybody.';
comment on column saved_views.id is 'Our own id.';
comment on column saved_views.list is 'The list that it filters.';
comment on column saved_views.name is 'What its owner calls it.';
comment on column saved_views.query is 'The query of the list. May hold personal data of leads while it is not shared.';
comment on column saved_views.owner is 'Who saved it. Personal data of the user.';
comment on column saved_views.is_shared is 'True if everybody sees it.';
comment on column saved_views.created_at is 'When it was saved.';

create unique index if not exists saved_views_name_key on saved_views (list, owner, lower(name))
  where owner <> 'a removed user';
comment on index saved_views_name_key is 'Keeps the names of an owner apart, and lists the views of a list.';

insert into schema_migrations (name) values ('025_saved_views.sql') on conflict do nothing;
commit;
