import { archiveReasonSentence } from "#app/lib/archive-reasons.ts";
import { callPath } from "#app/lib/call-path.ts";
import { formatBytes } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Time } from "#app/ui/time.tsx";

type Lost = { call_id: string; place: number; reason: string | null; state_at: Date };
type Stray = { store: string; key: string; bytes: number; found_at: Date };

/** Recordings whose files are missing or changed, and files that no recording keeps. */
export function LostCard({ lost, strays }: { lost: Lost[]; strays: Stray[] }) {
  return (
    <Card title="Problems" className="lg:col-span-2">
      <div className="grid gap-4 text-sm">
        {lost.length > 0 && (
          <ul aria-label="Recordings that are missing or changed" className="grid gap-1.5">
            {lost.map(({ call_id, place, reason, state_at }) => (
              <li key={`${call_id} ${place}`}>
                <TextLink to={callPath(call_id)}>{call_id}</TextLink>, recording {place}:{" "}
                {archiveReasonSentence(reason ?? "")} <Time at={state_at} show="relative" />
              </li>
            ))}
          </ul>
        )}
        {strays.length > 0 && (
          <div>
            <p className="text-ink-soft">These files belong to no recording. Check them and delete them by hand.</p>
            <ul aria-label="Files without a recording" className="mt-1.5 grid gap-1">
              {strays.map(({ store, key, bytes }) => (
                <li key={`${store} ${key}`} className="font-mono text-xs break-all">
                  {store}: {key}, {formatBytes(bytes)}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Card>
  );
}
