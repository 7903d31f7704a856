import type { Erasure } from "#app/db/erasures.server.ts";
import { Card } from "#app/ui/card.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";

const states: Record<Erasure["state"], string> = {
  looking: "is being looked at",
  found: "waits for a decision",
  erasing: "is being done",
  done: "is done",
};

/** The erasures that are not done: whoever left the page finds the way back. */
export function OpenErasures({ open }: { open: Pick<Erasure, "id" | "state" | "actor" | "asked_at">[] }) {
  if (open.length === 0) return null;
  return (
    <Card title="Not done yet" flush>
      <ul className="divide-y divide-line text-sm">
        {open.map(({ id, state, actor, asked_at }) => (
          <li key={id} className="flex flex-wrap gap-x-3 px-4 py-2">
            <span className="min-w-20 text-ink-faint">
              <Time at={asked_at} show="relative" />
            </span>
            <TextLink to={`/admin/super/erasures/${id}`} reloadDocument>
              Erasure {id}
            </TextLink>
            <span>
              {states[state]}, for {actor}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
