import type { ArchiveState } from "#app/db/archive/archive-state.server.ts";
import { ARCHIVE_HOLDS } from "#app/lib/archive-holds.ts";
import { type ArchiveStanding, archiveLine } from "#app/lib/archive-line.ts";
import { Notice } from "#app/ui/notices.tsx";
import { Time } from "#app/ui/time.tsx";

type Props = { standing: ArchiveStanding; state: ArchiveState };

/** Why nothing is copied, where that is so, and since when. */
export function StandingNotice({ standing, state }: Props) {
  if (standing === "off") {
    return (
      <Notice tone="warn" title={archiveLine(standing)}>
        Until then, recordings are played from Convoso, which deletes them after some months.
      </Notice>
    );
  }
  const isHeld = standing in ARCHIVE_HOLDS;
  return (
    <>
      {isHeld && (
        <Notice tone="bad" title={archiveLine(standing)}>
          {state.held_detail} Since <Time at={state.held_since ?? new Date(0)} show="both" />. Deliveries are still
          accepted.
        </Notice>
      )}
      {state.paused_at && (
        <Notice tone="warn" title={archiveLine("paused")}>
          {state.paused_by} paused it <Time at={state.paused_at} show="relative" />. Nothing is lost: the recordings
          that wait are copied after you resume.
        </Notice>
      )}
    </>
  );
}
