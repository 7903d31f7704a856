import type { ExportColumns } from "#app/db/lists/export-query.server.ts";
import { columnOf } from "#app/lib/column-names.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import type { FieldTable } from "#app/lib/fields/field.ts";

/** The exported columns of a table's fields, an id followed by what it stands for. */
function exported(table: FieldTable, names: Record<string, string[]> = {}): ExportColumns {
  return Object.fromEntries(
    Object.entries(table).flatMap(([field, { type, export: kind }]) => [
      ...(kind === null ? [] : [[columnOf(field), type === "timestamptz" ? "time" : kind] as const]),
      ...(names[field] ?? []).map((name) => [name, "text"] as const),
    ]),
  );
}

export const exportColumns = {
  leads: {
    id: "plain",
    ...exported(CONTACT_FIELDS),
    conversion: "plain",
    call_count: "plain",
    last_call_at: "time",
    is_test: "yes-no",
    created_at: "time",
    updated_at: "time",
    notes: "text",
    extra: "json",
  },
  calls: {
    call_id: "text",
    occurred_at: "time",
    ...exported(CALL_FIELDS, { agentId: ["convoso_agent_id", "agent_name"], contactId: ["contact_name"] }),
    recording_state: "plain",
    recording_fault: "plain",
    recording_verdict_at: "time",
    recording_source: "plain",
    recording_found_at: "time",
    is_test: "yes-no",
    created_at: "time",
    updated_at: "time",
    notes: "text",
    extra: "json",
  },
  deliveries: {
    id: "plain",
    received_at: "time",
    endpoint: "plain",
    kind: "plain",
    outcome: "plain",
    http_status: "plain",
    is_misrouted: "yes-no",
    is_test: "yes-no",
    error: "text",
    hint: "text",
    problems: "json",
    call_id: "text",
    contact_id: "plain",
    contact_name: "text",
    agent_name: "text",
    phone_number: "text",
    phone_e164: "plain",
    source_address: "text",
    method: "text",
    query: "text",
    content_type: "text",
    processing_ms: "plain",
    apply_attempts: "plain",
    field_map_version: "plain",
    part_of: "plain",
    part: "plain",
    body_shape: "plain",
    body_size: "plain",
    body: "text",
  },
  ledger: {
    call_id: "text",
    kind: "plain",
    state: "plain",
    occurred_at: "time",
    field: "plain",
    there: "text",
    here: "text",
    since: "time",
    asked_at: "time",
    settled_at: "time",
    settled_by: "text",
    note: "text",
  },
  agents: {
    convoso_agent_id: "text",
    agent_name: "text",
    calls: "plain",
    talk_seconds: "plain",
    reached: "plain",
    sales: "plain",
    conversion: "plain",
    recordings: "plain",
    is_test: "yes-no",
  },
  campaigns: {
    campaign: "text",
    campaign_name: "text",
    calls: "plain",
    sales: "plain",
    talk_seconds: "plain",
    recordings: "plain",
  },
} satisfies Record<string, ExportColumns>;

export type ExportedList = keyof typeof exportColumns;
