-- Named users of the portal, and what keeps strangers from guessing their passwords.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- The built-in admin, who comes by a one-time link or ADMIN_PASSWORD, has no row.
create table if not exists users (
  id bigint generated always as identity constraint users_pkey primary key,
  email text not null,
  name text not null,
  role text not null,
  password_hash text,                       -- argon2id as a PHC string; null until the invitation is accepted
  oidc_subject text,                        -- who that is at the identity provider, since the first single sign-on
  is_disabled boolean not null default false,
  created_at timestamptz not null default now(),
  last_sign_in_at timestamptz,
  constraint users_role check (role in ('viewer', 'operator', 'admin'))
);

create unique index if not exists users_email_key on users (lower(email));
create unique index if not exists users_oidc_subject_key on users (oidc_subject) where oidc_subject is not null;

-- A link with which a user sets name and password, once. Only the token's digest is stored.
create table if not exists user_invitations (
  token_sha256 bytea constraint user_invitations_pkey primary key,
  user_id bigint not null constraint user_invitations_user_fkey references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create index if not exists user_invitations_user_idx on user_invitations (user_id);

-- Null: a session of the built-in admin.
alter table admin_sessions add column if not exists user_id bigint
  constraint admin_sessions_user_fkey references users on delete cascade;

create index if not exists admin_sessions_user_idx on admin_sessions (user_id);

-- Tries to sign in, counted by rate-limiter-flexible, whose columns these are.
create table if not exists sign_in_tries (
  key varchar(255) constraint sign_in_tries_pkey primary key,
  points integer not null default 0,
  expire bigint
);

insert into schema_migrations (name) values ('003_users.sql') on conflict do nothing;
commit;
