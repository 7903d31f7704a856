import { columnOf } from "#app/lib/column-names.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import type { FieldTable } from "#app/lib/fields/field.ts";

const labelsOf = (table: FieldTable): Record<string, string> =>
  Object.fromEntries(Object.entries(table).map(([field, { label }]) => [columnOf(field), label]));

const common = { is_test: "Test data", extra: "Other fields" };

/** What a reader calls the columns that a dry run compares. The other columns are bookkeeping. */
const LABELS: Record<string, Record<string, string>> = {
  calls: {
    ...labelsOf(CALL_FIELDS),
    ...common,
    call_id: "Call id",
    occurred_at: "Time",
    recording_source: "Recording came from",
    recording_found_at: "Recording found",
  },
  contacts: { ...labelsOf(CONTACT_FIELDS), ...common, created_at: "Received", conversion: "Conversion" },
  agents: { agent_id: "Agent id", name: "Name", email: "E-mail", is_test: "Test data" },
  pending_recordings: { state: "State", next_try_at: "Next attempt" },
  call_events: {
    outcome: "Outcome",
    kind: "Read as",
    is_misrouted: "Sent to the wrong address",
    error: "Error",
    hint: "Hint",
    call_id: "Call",
    contact_id: "Lead",
    agent_id: "Agent",
  },
  jobs: { task: "Task", run_at: "Runs at" },
};

/** The label of a column; null for one that is bookkeeping of the portal. */
export function rehearsedLabel(table: string, column: string): string | null {
  return LABELS[table]?.[column] ?? null;
}
