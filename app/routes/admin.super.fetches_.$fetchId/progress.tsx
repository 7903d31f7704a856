import type { RecordingFetch } from "#app/db/recordings/recording-fetches.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { ReloadHint, runFacts } from "#app/ui/runs.tsx";
import { Time } from "#app/ui/time.tsx";

type Props = { fetch: RecordingFetch; results: readonly { result: string | null; count: number }[] };

/** How far a fetch is, and why it waits. */
export function Progress({ fetch, results }: Props) {
  const sum = (groups: Props["results"]) => groups.reduce((total, { count }) => total + count, 0);
  const done = sum(results.filter(({ result }) => result !== null));
  const deleted = fetch.calls - sum(results);
  return (
    <Card title="Progress" className="mb-4">
      <div className="grid gap-3">
        {fetch.held && fetch.held_since && (
          <Notice tone="warn" title="No connection to Convoso">
            {fetch.held === "blocked"
              ? "Convoso refuses the token, or no token is set."
              : "Convoso does not answer, or asks for fewer requests."}{" "}
            The fetch has waited since <Time at={fetch.held_since} show="both" /> and tries again every minute.
          </Notice>
        )}
        <Facts
          facts={{
            "Calls asked for": `${formatNumber(done)} of ${formatNumber(fetch.calls)}`,
            "Deleted in the meantime": deleted > 0 && formatNumber(deleted),
            ...runFacts(fetch),
          }}
        />
        {fetch.state === "running" && <ReloadHint />}
      </div>
    </Card>
  );
}
