-- What the searches of Leads and Webhook Logs, and exports, need.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

do $$ begin
  if getdatabaseencoding() <> 'UTF8' then
    raise exception 'This database has the encoding %, but the portal needs UTF8. Create one with: create database … encoding ''UTF8'' template template0', getdatabaseencoding();
  end if;
end $$;

-- app/lib/fold-text.ts does the same. It needs no extension: managed servers often lack `unaccent`.
create or replace function fold_text(text) returns text language sql immutable strict parallel safe as $$
  select case when octet_length($1) = length($1) then replace(lower($1), '`', '''') else
    replace(replace(replace(replace(
      translate(
        lower(regexp_replace(
          normalize(translate($1, '’‘ʼʹ´`′＇‛‐‑‒–—−', repeat('''', 9) || '------'), NFKD),
          '[\u0300-\u036f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]', '', 'g')),
        'øłđðıħŧς', 'olddihtσ'),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th') end
$$;
comment on function fold_text is
  'A text as searches compare it: without letter case, accents and invisible characters, with plain apostrophes and blanks.';

-- Only ASCII spaces and marks separate words, whatever the locale of the database.
create or replace function words_of(text) returns text[] language sql immutable strict parallel safe as $$
  select string_to_array(translate($1, E'\t\n\r!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', repeat(' ', 35)), ' ')
$$;
comment on function words_of is 'The words of a folded text.';

-- The body is parsed here, not when it runs: PostgreSQL maintains indexes with a search path in which `fold_text` is unknown.
-- A name with an apostrophe is also one word without it. The phone stands in it twice: from the front, and reversed behind
-- "<", so that both ends of a number are found.
create or replace function lead_words(first_name text, last_name text, email text, phone text) returns tsvector
  language sql immutable parallel safe
  return (
    select array_to_tsvector(array_remove(array_remove(
      words_of(folded) ||
      case when strpos(folded, '''') > 0 then words_of(replace(folded, '''', '')) end ||
      array['@' || fold_text(left($3, 300)), left($4, 40), '<' || reverse(left($4, 40))], null), ''))
    from (select fold_text(left(coalesce($1, '') || ' ' || coalesce($2, ''), 700))) as name (folded)
  );
comment on function lead_words is
  'The words by which a lead is found: of its name, its e-mail address behind "@", and its phone number.';

-- PostgreSQL appends new entries and sorts them in later; the limit keeps that list to about two thousand leads.
create index if not exists contacts_words_idx on contacts
  using gin (lead_words(first_name, last_name, email, phone_key)) with (gin_pending_list_limit = 256);
comment on index contacts_words_idx is 'Leads search by the beginning of a name, e-mail address, or phone number.';

create or replace function json_of_body(body bytea) returns jsonb
language plpgsql immutable strict parallel safe as $$
begin
  return convert_from(body, 'UTF8')::jsonb;
exception when others then
  return null;
end $$;
comment on function json_of_body is 'A body as JSON; null if it is not JSON.';

create or replace function text_of_body(body bytea) returns text
language plpgsql immutable strict as $$
begin
  return convert_from(body, 'UTF8');
exception when others then
  return encode(body, 'escape');
end $$;
comment on function text_of_body is
  'A body as text; if it is not UTF-8 or has a NUL, with escapes such as \000 for bytes that are not ASCII.';

create or replace function readable_body(body bytea) returns text
language plpgsql immutable strict parallel safe as $$
declare
  readable text;
begin
  begin
    readable := convert_from(body, 'UTF8');
  exception when others then
    readable := convert_from(body, 'WIN1252');
  end;
  begin
    return readable::jsonb::text;
  exception when others then
    null;
  end;
  -- A form: "+" is a blank, and %XX is a byte.
  return (
    select convert_from(string_agg(
      case when part[1] is null then convert_to(translate(part[2], '+', ' '), 'UTF8') else decode(part[1], 'hex') end,
      ''::bytea order by place), 'UTF8')
    from regexp_matches(readable, '%([0-9A-Fa-f]{2})|([^%]+|%)', 'g') with ordinality as parts (part, place)
  );
exception when others then
  return encode(body, 'escape');
end $$;
comment on function readable_body is
  'A body as a person reads it: the escapes of JSON and of a form are decoded; bytes as they are if that fails.';

insert into schema_migrations (name) values ('008_search.sql') on conflict do nothing;
commit;
