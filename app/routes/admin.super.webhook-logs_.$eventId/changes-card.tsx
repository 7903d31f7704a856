import type { RowChange } from "#app/features/deliveries/trace-changes.server.ts";
import { isApplied } from "#app/lib/outcomes.ts";
import { Card } from "#app/ui/cards.tsx";
import { RowChanges } from "#app/ui/row-changes.tsx";
import type { ShownEvent } from "./show-event.server.ts";

type Props = { event: ShownEvent; changes: RowChange[]; isMasked: boolean };

/** What the delivery changed, by row and field. */
export function ChangesCard({ event, changes, isMasked }: Props) {
  const nothing = whyNothing(event, changes, isMasked);
  return (
    <Card title="Changes" flush>
      {nothing !== null && <p className="p-4 text-sm text-ink-soft">{nothing}</p>}
      {nothing === null && <RowChanges changes={changes} leadName={event.contact_name} />}
    </Card>
  );
}

/** Why there is nothing to show, or null. */
function whyNothing(
  { outcome, payload_erased_at }: ShownEvent,
  changes: RowChange[],
  isMasked: boolean,
): string | null {
  if (outcome === "split") return "Each call or lead of the list says what it changed.";
  if (!isApplied(outcome)) return "Nothing: it was not applied.";
  if (isMasked) return "Changes are shown to operators and admins only.";
  if (payload_erased_at !== null) return "Unknown: the payload was erased.";
  if (changes.every(({ fields }) => fields.length === 0)) {
    return outcome === "duplicate" ? "Nothing: it is a duplicate." : "Nothing: every value was already stored.";
  }
  return null;
}
