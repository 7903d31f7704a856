import type { ZoneCheck } from "#app/features/names/compare-zone.server.ts";
import { Notice } from "#app/ui/notices.tsx";

/** Says that the times of Convoso contradict CONVOSO_TIME_ZONE, and what to set; nothing where they agree. */
export function ZoneNotice({ zone: check }: { zone: ZoneCheck | null }) {
  if (check === null || check.differ === 0) return null;
  const { zone, agree, differ, example, fitting } = check;
  return (
    <Notice tone="warn" title={`Convoso's times do not match ${zone}`}>
      {differ} of {agree + differ} times with an offset differ, such as {example}.{" "}
      {fitting.length > 0 ? (
        <>
          They match {fitting.slice(0, 2).join(" and ")}. Set{" "}
          <code className="font-mono text-xs">CONVOSO_TIME_ZONE</code> to the zone of your account. Until then, calls
          appear at the wrong hour.
        </>
      ) : (
        <>
          Compare <code className="font-mono text-xs">CONVOSO_TIME_ZONE</code> with the zone in Convoso's Global
          Settings.
        </>
      )}
    </Notice>
  );
}
