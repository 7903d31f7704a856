import type { Attention } from "#app/features/overview/read-attention.server.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import type { AttentionItem } from "./attention-items.tsx";

/** What an admin should look at, each with the way to the rows behind it. Deliveries count for 24 hours. */
export function AttentionCard({ items, attention }: { items: AttentionItem[]; attention: Attention | null }) {
  return (
    <Card id="attention" title="Needs attention" action={<span className="text-xs text-ink-faint">last 24 hours</span>}>
      {items.length === 0 ? (
        <p className="text-sm text-ink-soft">{nothingToDo(attention)}</p>
      ) : (
        <ul className="grid gap-2.5 text-sm">
          {items.map((item) => (
            <li key={item.key} className="grid grid-cols-[minmax(3.5rem,auto)_1fr] items-baseline gap-2">
              <span>
                <Badge tone={item.tone}>{item.mark}</Badge>
              </span>
              <span>{item.text}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function nothingToDo(attention: Attention | null): string {
  if (attention === null) return "Not known while the database is away.";
  if (attention.received === 0) return "Nothing. But no delivery came in the last 24 hours either.";
  return "Nothing: every delivery of the last 24 hours was understood.";
}
