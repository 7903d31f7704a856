-- Listeners: users who hear and see whole the calls of some campaigns, and no more than viewers otherwise.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

alter table users add column if not exists campaigns text[] not null default '{}';
comment on column users.campaigns is 'The campaigns whose calls a listener sees whole and may hear; empty for other roles.';
comment on column users.role is 'viewer, listener, operator, or admin.';

alter table users drop constraint if exists users_role;
alter table users add constraint users_role check (role in ('viewer', 'listener', 'operator', 'admin')) not valid;

insert into schema_migrations (name) values ('029_listeners.sql') on conflict do nothing;
commit;
