import { columnOf } from "#app/lib/column-names.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import type { FieldTable } from "#app/lib/fields/field.ts";

/**
 * What happens to a column when a person is erased:
 * - `person`: what deliveries say of a lead. It is searched, and emptied in every row of the person.
 * - `sent`: what somebody wrote for another purpose, such as a campaign's name. It is searched, and emptied where it holds
 *   something of the person.
 * - `others`: data of users of the portal and of senders. Removing a user empties it; an erasure does not look at it.
 * - `ours`: our own words, ids, codes and random values.
 * - `erasure`: what an erasure needs until it is done, which then empties it.
 */
export type Fate = "person" | "sent" | "others" | "ours" | "erasure";

/** A declared field says whose its data is. */
function fatesOf(table: FieldTable): Record<string, Fate> {
  const texts = Object.entries(table).filter(([, { type }]) => type === "text");
  return Object.fromEntries(
    texts.map(([name, { personal }]) => [columnOf(name), personal === "no" ? "sent" : "person"]),
  );
}

const figure = { subject: "ours", key: "sent" } as const;

/** Every column that can hold text, by table. A test compares it with the catalogue, so that a new column needs a decision. */
export const fates = {
  schema_migrations: { name: "ours" },
  digest_key: { key: "ours" },
  agents: { agent_id: "sent", name: "sent", email: "sent" },
  contacts: {
    ...fatesOf(CONTACT_FIELDS),
    match_key: "person",
    phone_key: "person",
    extra: "person",
    field_events: "ours",
    conversion: "ours",
  },
  contact_aliases: { alias: "person" },
  calls: {
    ...fatesOf(CALL_FIELDS),
    call_id: "sent",
    recording_source: "ours",
    recording_verdict: "ours",
    recording_fault: "ours",
    extra: "person",
    field_events: "ours",
    provisional: "ours",
  },
  call_events: {
    endpoint: "ours",
    kind: "ours",
    outcome: "ours",
    method: "ours",
    query: "person",
    content_type: "person",
    headers: "person",
    source_address: "others",
    body: "person",
    body_shape: "ours",
    error: "person",
    hint: "person",
    problems: "person",
    call_id: "sent",
    payload_erased_by: "ours",
  },
  call_event_problems: { code: "ours" },
  field_maps: { endpoint: "ours", map: "sent", note: "sent", created_by: "others" },
  identity_rules: { key: "person", same_as: "person", contact_ids: "ours", actor: "others" },
  pending_recordings: { call_id: "sent", state: "ours", replaces: "ours", last_answer: "sent", answers: "sent" },
  archived_recordings: {
    call_id: "sent",
    source_url: "person",
    state: "ours",
    reason: "ours",
    store: "ours",
    key: "ours",
    sha256: "ours",
    content_type: "ours",
    codec: "ours",
    peaks: "ours",
  },
  archive_attempts: { action: "ours", outcome: "ours", detail: "ours" },
  archive_state: { paused_by: "others", held: "ours", held_detail: "ours" },
  retention_rules: {
    name: "sent",
    keep_unit: "ours",
    disposition: "sent",
    stage: "ours",
    campaign: "sent",
    list_id: "sent",
    direction: "sent",
  },
  holds: { name: "sent", reason: "sent", query: "sent", created_by: "others", ended_by: "others" },
  hold_calls: { call_id: "sent" },
  archive_checks: { problem: "ours" },
  archive_strays: { store: "ours", key: "ours" },
  evidence_sets: { created_by: "others", reason: "sent", query: "sent", state: "ours" },
  evidence_recordings: { result: "ours" },
  archive_removals: { store: "ours", key: "ours", last_error: "ours" },
  saved_views: { list: "ours", name: "sent", query: "sent", owner: "others" },
  notes: { call_id: "sent", text: "person", author: "others" },
  note_runs: { created_by: "others", query: "sent", text: "person", state: "ours", ended_by: "others" },
  note_run_calls: { call_id: "sent" },
  users: {
    email: "others",
    name: "others",
    role: "ours",
    campaigns: "sent",
    password_hash: "ours",
    oidc_subject: "others",
  },
  user_invitations: { token_sha256: "ours" },
  admin_sessions: {
    token_sha256: "ours",
    password_mark: "ours",
    actor: "others",
    source_address: "others",
    user_agent: "others",
  },
  kept_forms: { token_sha256: "ours", sealed: "ours" },
  sign_in_links: { token_sha256: "ours" },
  sign_in_tries: { key: "others" },
  audit_log: { actor: "others", action: "ours", target: "sent", details: "sent", source_address: "others" },
  dispositions: { code: "sent", name: "sent", stage: "ours", updated_by: "others" },
  convoso_names: { kind: "ours", source_id: "sent", name: "sent", suggested_stage: "ours" },
  convoso_sections: { section: "ours", state: "ours", answer: "sent", offsets: "ours" },
  conversion_sweeps: { code: "sent", reached_call_id: "sent" },
  figures: figure,
  figure_deltas: figure,
  recording_fetches: { created_by: "others", query: "sent", state: "ours", held: "ours", ended_by: "others" },
  recording_fetch_calls: { call_id: "sent", result: "ours" },
  ledger_windows: { answer: "ours", reason: "sent", failure: "ours", time_zone: "ours" },
  ledger_pairs: { our_call_id: "ours", call_id: "sent" },
  ledger_differences: {
    call_id: "sent",
    kind: "ours",
    fields: "sent",
    body: "person",
    state: "ours",
    settled_by: "others",
    note: "sent",
  },
  ledger_fixes: { created_by: "others", query: "sent", state: "ours", ended_by: "others" },
  ledger_fix_differences: { result: "ours" },
  replays: { created_by: "others", filter: "sent", query: "sent", state: "ours", ended_by: "others" },
  replay_results: { result: "ours" },
  erasures: {
    state: "ours",
    phone: "erasure",
    actor: "others",
    source_address: "others",
    found: "erasure",
    chosen: "erasure",
  },
  worker_heartbeats: { worker_id: "ours", host: "ours", version: "ours" },
  request_pace: { host: "ours" },
  "graphile_worker._private_jobs": {
    key: "sent",
    payload: "sent",
    last_error: "sent",
    locked_by: "ours",
    flags: "ours",
  },
  "graphile_worker._private_job_queues": { queue_name: "ours", locked_by: "ours" },
  "graphile_worker._private_known_crontabs": { identifier: "ours" },
  "graphile_worker._private_tasks": { identifier: "ours" },
} as const satisfies Record<string, Record<string, Fate>>;

export type FateTable = keyof typeof fates;

/** The columns of a table that have one of these fates. */
export function columnsWith(table: FateTable, ...wanted: Fate[]): string[] {
  const columns: [string, Fate][] = Object.entries(fates[table]);
  return columns.filter(([, fate]) => wanted.includes(fate)).map(([column]) => column);
}
