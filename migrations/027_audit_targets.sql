-- The audit log by what was acted on: one call, or one lead with its calls and deliveries.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create index if not exists audit_log_target_idx on audit_log (target, at, id) where target is not null;
comment on index audit_log_target_idx is 'Audit list of a call or a lead, and who listened to a call.';

insert into schema_migrations (name) values ('027_audit_targets.sql') on conflict do nothing;
commit;
