import type { Erasure } from "#app/db/erasure/erasures.server.ts";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Time } from "#app/ui/time.tsx";

const states: Record<Erasure["state"], string> = {
  looking: "searching",
  found: "needs your decision",
  erasing: "erasing",
  held: "waits until a hold ends",
  done: "done",
};

/** The unfinished erasures, with links back to their pages. */
export function OpenErasures({ open }: { open: Pick<Erasure, "id" | "state" | "actor" | "asked_at">[] }) {
  if (open.length === 0) return null;
  return (
    <Card title="In progress" flush>
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
              {states[state]}, requested by {actor}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
