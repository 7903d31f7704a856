import type { RowChange } from "#app/features/webhooks/trace-changes.server.ts";
import { Card } from "#app/ui/card.tsx";
import { RowChanges } from "#app/ui/row-changes.tsx";
import type { ShownEvent } from "./show-event.server.ts";

type Props = { event: ShownEvent; changes: RowChange[]; isMasked: boolean };

/** What the delivery changed, row by row and field by field. */
export function ChangesCard({ event, changes, isMasked }: Props) {
  const nothing = whyNothing(event, changes, isMasked);
  return (
    <Card title="What it changed" flush>
      {nothing !== null && <p className="p-4 text-sm text-ink-soft">{nothing}</p>}
      {nothing === null && <RowChanges changes={changes} leadName={event.contact_name} />}
    </Card>
  );
}

/** Why there is nothing to show; null where there is something. */
function whyNothing(
  { outcome, payload_erased_at }: ShownEvent,
  changes: RowChange[],
  isMasked: boolean,
): string | null {
  if (outcome !== "processed" && outcome !== "duplicate") return "Nothing: it was not applied.";
  if (isMasked) return "What it changed is shown to operators and admins.";
  if (payload_erased_at !== null) return "It cannot be told any more: the payload is erased.";
  if (changes.every(({ fields }) => fields.length === 0)) {
    return outcome === "duplicate"
      ? "Nothing: duplicate. All of it was known already."
      : "Nothing of what is kept of it is new.";
  }
  return null;
}
