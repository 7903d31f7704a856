-- Convoso's own names for its codes and ids, and which sections of its API the token may read.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists convoso_names (
  kind text not null,
  source_id text not null,
  name text not null,
  suggested_stage text,
  seen_at timestamptz not null default now(),
  constraint convoso_names_pkey primary key (kind, source_id),
  constraint convoso_names_kind check (kind in ('status', 'user', 'campaign', 'list')),
  constraint convoso_names_suggested_stage check (
    suggested_stage in ('not_contacted', 'contacted', 'converted', 'lost'))
);
comment on table convoso_names is 'What Convoso itself calls its statuses, users, campaigns and lists.';
comment on column convoso_names.kind is 'status, user, campaign, or list.';
comment on column convoso_names.source_id is 'The id in Convoso; of a status its code, in capitals.';
comment on column convoso_names.name is 'The name that Convoso shows.';
comment on column convoso_names.suggested_stage is
  'What the flags of a status suggest that it means: not_contacted, contacted, converted, or lost.';
comment on column convoso_names.seen_at is 'When Convoso last listed it.';

create table if not exists convoso_sections (
  section text constraint convoso_sections_pkey primary key,
  state text not null,
  answer text not null,
  asked_at timestamptz not null default now(),
  worked_at timestamptz,
  offsets text[] not null default '{}',
  constraint convoso_sections_section check (
    section in ('log', 'users', 'statuses', 'campaigns', 'lists', 'leads')),
  constraint convoso_sections_state check (state in ('works', 'refused', 'not asked'))
);
comment on table convoso_sections is
  'The sections of Convoso''s API that were tried, and what came of it. One that is missing here was never tried.';
comment on column convoso_sections.section is 'log, users, statuses, campaigns, lists, or leads.';
comment on column convoso_sections.state is
  'The latest try: works, refused (the token may not read it), or not asked (Convoso could not be reached).';
comment on column convoso_sections.answer is 'What Convoso said, in words for an admin.';
comment on column convoso_sections.asked_at is 'When it was last tried.';
comment on column convoso_sections.worked_at is 'When it last worked; null if it never did.';
comment on column convoso_sections.offsets is
  'Times of this section that carry an offset, such as 2016-11-17T10:54:21-08:00. They show the account''s time zone.';

insert into schema_migrations (name) values ('020_convoso_names.sql') on conflict do nothing;
commit;
