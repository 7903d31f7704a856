import type { Progress } from "#app/features/archive/read-progress.server.ts";
import { ARCHIVE_STATES } from "#app/lib/archive-states.ts";
import { formatBytes, formatNumber, formatShare } from "#app/lib/format-number.ts";
import { Card, EmptyState } from "#app/ui/cards.tsx";
import { type FactList, Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { ProgressBar, ReloadHint } from "#app/ui/runs.tsx";
import { Time } from "#app/ui/time.tsx";

const recordings = (count: number) => `${formatNumber(count)} ${count === 1 ? "recording" : "recordings"}`;

/** How many recordings the archive has, how fast it gets more, and when it has all. */
export function ProgressCard({ progress }: { progress: Progress }) {
  const { counts, bytes, store } = progress;
  const { archived = 0, duplicate = 0, deleted = 0 } = counts;
  const wanted = Object.values(counts).reduce((sum, count) => sum + count, 0) - duplicate - deleted;
  if (wanted + duplicate + deleted === 0) {
    return (
      <Card flush>
        <EmptyState title="No recording is known yet">
          As soon as a call has a link to its recording, the worker copies it.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card title="Progress">
      <div className="grid gap-3 text-sm">
        <ProgressBar aria-label="Recordings archived" value={archived} max={Math.max(1, wanted)} />
        <p>
          {formatNumber(archived)} of {recordings(wanted)} {archived === 1 ? "is" : "are"} archived (
          {formatShare(archived, wanted)}), {formatBytes(bytes)}
          {store !== null && ` in ${store === "folder" ? "the folder of ARCHIVE_DIR" : store}`}.
        </p>
        <Facts facts={{ ...others(progress), ...pace(progress) }} />
        <ReloadHint />
      </div>
    </Card>
  );
}

/** What is not archived, by state. */
function others({ counts }: Progress): FactList {
  const { due = 0, not_ready = 0, gone = 0, not_audio = 0, refused = 0, lost = 0, duplicate = 0, deleted = 0 } = counts;
  const line = (count: number, more: string) => count > 0 && `${formatNumber(count)}${more}`;
  return {
    [ARCHIVE_STATES.due]: line(due, ", the oldest calls first") || "None",
    [ARCHIVE_STATES.not_ready]: line(not_ready, ", tried again automatically"),
    [ARCHIVE_STATES.gone]: line(gone, ", too late to copy"),
    [ARCHIVE_STATES.not_audio]: line(not_audio, ", please check"),
    [ARCHIVE_STATES.refused]: line(refused, ", please check"),
    // The whole name would leave no room beside it on a phone.
    "Missing or changed": lost > 0 && (
      <>
        {formatNumber(lost)}, see <TextLink to="/admin/super/storage">Storage</TextLink>
      </>
    ),
    [ARCHIVE_STATES.duplicate]: line(duplicate, ""),
    [ARCHIVE_STATES.deleted]: line(deleted, ", by a rule or a person"),
  };
}

function pace({ pace: { copies, bytes }, counts: { due = 0 }, doneAt }: Progress): FactList {
  return {
    "Last hour": copies === 0 ? "Nothing was copied" : `${recordings(copies)}, ${formatBytes(bytes)}`,
    "Done at this rate": due > 0 && doneAt && <Time at={doneAt} show="both" />,
  };
}
