-- Forms that were sent after their session had ended, until their sender has signed in again.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists kept_forms (
  token_sha256 bytea constraint kept_forms_pkey primary key,
  user_id bigint constraint kept_forms_user_fkey references users on delete cascade,
  sealed bytea not null,
  expires_at timestamptz not null
);
comment on table kept_forms is
  'Forms that were sent after their session had ended, for some minutes. Only the browser that sent one has the key to it.';
comment on column kept_forms.token_sha256 is 'SHA-256 digest of the token in the browser''s cookie.';
comment on column kept_forms.user_id is 'Whose session it was; null for the built-in admin''s.';
comment on column kept_forms.sealed is 'The form, encrypted with a key made of the token.';
comment on column kept_forms.expires_at is 'When it is deleted.';

create index if not exists kept_forms_user_idx on kept_forms (user_id);
comment on index kept_forms_user_idx is 'Deletes the forms of a user who is removed.';
create index if not exists kept_forms_expiry_idx on kept_forms (expires_at);
comment on index kept_forms_expiry_idx is 'Deletes the forms whose time is over.';

insert into schema_migrations (name) values ('030_kept_forms.sql') on conflict do nothing;
commit;
