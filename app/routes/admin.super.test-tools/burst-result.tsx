import type { Burst } from "#app/features/test-tools/send-burst.server.ts";
import { formatMilliseconds, formatNumber } from "#app/lib/format-number.ts";
import { Badge } from "#app/ui/badges.tsx";
import { TextLink } from "#app/ui/links.tsx";

/** The result of a burst, short enough for a screen reader to announce. */
export function BurstResult({ burst: { count, seconds, medianMs, slowestMs, results } }: { burst: Burst }) {
  return (
    <div className="mt-4 grid gap-2 border-t border-line pt-4 text-sm">
      <h3 className="font-semibold">
        {formatNumber(count)} sent in {formatMilliseconds(seconds * 1000)}
      </h3>
      <ul className="flex flex-wrap gap-2">
        {results.map(({ status, outcome, count }) => (
          <li key={`${status} ${outcome}`}>
            <Badge tone={status >= 200 && status < 300 ? "ok" : "bad"}>
              {formatNumber(count)} × {status === 0 ? "no answer" : `HTTP ${status}`}
              {outcome !== null && `, ${outcome}`}
            </Badge>
          </li>
        ))}
      </ul>
      <p className="text-ink-soft">
        Median {formatMilliseconds(medianMs)}, slowest {formatMilliseconds(slowestMs)}, about{" "}
        {formatNumber(Math.round(count / seconds))} a second with 16 at once.{" "}
        <TextLink to="/admin/super/webhook-logs?test=yes&range=hour">See them in the Webhook Logs</TextLink>
      </p>
    </div>
  );
}
