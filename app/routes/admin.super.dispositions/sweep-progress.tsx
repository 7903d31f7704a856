import type { ConversionSweep } from "#app/db/dispositions/conversion-sweeps.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/cards.tsx";
import { Time } from "#app/ui/time.tsx";

/** `call_count`: the number of calls with the code, or null if unknown. */
type Sweep = ConversionSweep & { call_count: number | null };

/** The worker's progress with the leads that a changed setting affects. */
export function SweepProgress({ sweeps }: { sweeps: Sweep[] }) {
  return (
    <Card title="Updating affected leads">
      <ul className="grid gap-3">
        {sweeps.map((sweep) => (
          <li key={sweep.code} className="grid gap-1 text-sm">
            <span>
              <span className="font-mono text-xs font-medium">{sweep.code || "All codes"}</span>{" "}
              <span className="text-ink-soft">
                {formatNumber(sweep.calls_seen)}
                {sweep.call_count !== null && ` of ${formatNumber(sweep.call_count)}`} calls checked,{" "}
                {formatNumber(sweep.leads_changed)} leads changed · started{" "}
                <Time at={sweep.requested_at} show="relative" />
              </span>
            </span>
            <progress
              className="h-2 w-full accent-accent"
              aria-label={`Progress of ${sweep.code || "all codes"}`}
              {...(sweep.call_count && { max: sweep.call_count, value: Math.min(sweep.calls_seen, sweep.call_count) })}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
