import type { Attention } from "#app/features/overview/read-attention.server.ts";
import { Card } from "#app/ui/cards.tsx";
import { type MarkedItem, MarkedList } from "#app/ui/marked-list.tsx";

/** What an admin should look at, with links to the rows. Deliveries count for 24 hours. */
export function AttentionCard({ items, attention }: { items: MarkedItem[]; attention: Attention | null }) {
  return (
    <Card id="attention" title="Needs attention" action={<span className="text-xs text-ink-faint">last 24 hours</span>}>
      {items.length === 0 ? (
        <p className="text-sm text-ink-soft">{nothingToDo(attention)}</p>
      ) : (
        <MarkedList items={items} />
      )}
    </Card>
  );
}

function nothingToDo(attention: Attention | null): string {
  if (attention === null) return "Unknown while the database is unreachable.";
  if (attention.faults.received === 0) return "Nothing, but no delivery arrived in the last 24 hours either.";
  return "Nothing: every delivery of the last 24 hours was understood.";
}
