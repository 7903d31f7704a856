import type { ArchiveState } from "#app/db/archive/archive-state.server.ts";
import { type ArchiveStanding, archiveLine } from "#app/lib/archive-line.ts";
import { Notice } from "#app/ui/notices.tsx";
import { Time } from "#app/ui/time.tsx";

type Props = { standing: ArchiveStanding; state: ArchiveState };

/** Why nothing is copied, where that is so, and since when. */
export function StandingNotice({ standing, state }: Props) {
  if (standing === "copying" || standing === "idle") return null;
  if (standing === "off") {
    return (
      <Notice tone="warn" title={archiveLine(standing)}>
        Until then, recordings are played from Convoso, which deletes them.
      </Notice>
    );
  }
  if (standing === "paused") {
    return (
      <Notice tone="warn" title={archiveLine(standing)}>
        {state.paused_by} paused it <Time at={state.paused_at ?? new Date(0)} show="relative" />. Nothing is lost: what
        waits is copied when somebody resumes it.
      </Notice>
    );
  }
  return (
    <Notice tone="bad" title={archiveLine(standing)}>
      {state.held_detail} Since <Time at={state.held_since ?? new Date(0)} show="both" />. Deliveries are taken all the
      same.
    </Notice>
  );
}
