-- Users of the portal, their sessions, and the limit on sign-in attempts. Only digests of tokens are stored.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists users (
  id bigint generated always as identity constraint users_pkey primary key,
  email text not null,
  name text not null,
  role text not null,
  password_hash text,
  oidc_subject text,
  is_disabled boolean not null default false,
  created_at timestamptz not null default now(),
  last_sign_in_at timestamptz,
  constraint users_role check (role in ('viewer', 'operator', 'admin'))
);
comment on table users is 'People who may use the portal. The built-in admin has no row.';
comment on column users.id is 'Our own id.';
comment on column users.email is 'E-mail address. Personal data of the user.';
comment on column users.name is 'Full name. Personal data of the user.';
comment on column users.role is 'viewer, operator, or admin.';
comment on column users.password_hash is 'Argon2id as a PHC string; null until the invitation is accepted.';
comment on column users.oidc_subject is
  'Id at the identity provider, known since the first single sign-on. Personal data of the user.';
comment on column users.is_disabled is 'True if the user may not sign in.';
comment on column users.created_at is 'When the user was invited.';
comment on column users.last_sign_in_at is 'When the user last signed in.';

create unique index if not exists users_email_key on users (lower(email));
comment on index users_email_key is 'Signs a user in by e-mail address, in any letter case.';
create unique index if not exists users_oidc_subject_key on users (oidc_subject) where oidc_subject is not null;
comment on index users_oidc_subject_key is 'Signs a user in by single sign-on.';

create table if not exists user_invitations (
  token_sha256 bytea constraint user_invitations_pkey primary key,
  user_id bigint not null constraint user_invitations_user_fkey references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
comment on table user_invitations is 'Links with which a user sets name and password once.';
comment on column user_invitations.token_sha256 is 'SHA-256 digest of the token in the link.';
comment on column user_invitations.user_id is 'The invited user.';
comment on column user_invitations.created_at is 'When the link was created.';
comment on column user_invitations.expires_at is 'When the link stops working.';

create index if not exists user_invitations_user_idx on user_invitations (user_id);
comment on index user_invitations_user_idx is 'Finds and deletes the invitations of a user.';

create table if not exists admin_sessions (
  token_sha256 bytea constraint admin_sessions_pkey primary key,
  actor text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  source_address text,
  user_agent text,
  user_id bigint constraint admin_sessions_user_fkey references users on delete cascade,
  password_mark bytea
);
comment on table admin_sessions is 'Signed-in browsers.';
comment on column admin_sessions.token_sha256 is 'SHA-256 digest of the token in the cookie.';
comment on column admin_sessions.password_mark is
  'Of the built-in admin: an HMAC of ADMIN_PASSWORD with the token, so that the session ends when the password changes.';
comment on column admin_sessions.actor is 'Who signed in, as the audit log says it. Personal data of the user.';
comment on column admin_sessions.created_at is 'When the user signed in.';
comment on column admin_sessions.last_seen_at is 'When the browser last asked for a page.';
comment on column admin_sessions.expires_at is 'When the session ends.';
comment on column admin_sessions.source_address is 'IP address. Personal data of the user.';
comment on column admin_sessions.user_agent is 'The browser''s User-Agent header. Personal data of the user.';
comment on column admin_sessions.user_id is 'The user; null for the built-in admin.';

create index if not exists admin_sessions_user_idx on admin_sessions (user_id);
comment on index admin_sessions_user_idx is 'Lists and ends the sessions of a user.';

create table if not exists sign_in_links (
  token_sha256 bytea constraint sign_in_links_pkey primary key,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table sign_in_links is 'One-time links for the built-in admin.';
comment on column sign_in_links.token_sha256 is 'SHA-256 digest of the token in the link.';
comment on column sign_in_links.created_at is 'When the link was created.';
comment on column sign_in_links.expires_at is 'When the link stops working.';
comment on column sign_in_links.used_at is 'When the link was used; null if it was not.';

create table if not exists sign_in_tries (
  key varchar(255) constraint sign_in_tries_pkey primary key,
  points integer not null default 0,
  expire bigint
);
comment on table sign_in_tries is 'Recent sign-in attempts. The library rate-limiter-flexible defines the columns.';
comment on column sign_in_tries.key is 'The IP address or account that is counted. Personal data of the user.';
comment on column sign_in_tries.points is 'Number of attempts.';
comment on column sign_in_tries.expire is 'When counting starts again, in milliseconds since 1970.';

insert into schema_migrations (name) values ('004_people.sql') on conflict do nothing;
commit;
