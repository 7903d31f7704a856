import type { Workers } from "#app/db/jobs/worker-heartbeats.server.ts";
import type { Faults } from "#app/features/overview/count-faults.server.ts";
import type { DispositionGap } from "#app/features/overview/find-disposition-gap.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { TextLink } from "#app/ui/links.tsx";
import type { MarkedItem } from "#app/ui/marked-list.tsx";
import { Time } from "#app/ui/time.tsx";

// What keeps calls and leads from appearing, each with the link to its rows. The Overview and empty lists say the same.

/** A few come from tests of an adaptor; from here on, a field is mapped wrongly. */
const MANY_UNFILLED = 5;

/** Deliveries that came to nothing, or to less than they should. */
export function faultItems({ since, refused, invalid, misrouted, unfilled }: Faults, failed = 0): MarkedItem[] {
  const logs = "/admin/super/webhook-logs";
  const recently = `${logs}?from=${encodeURIComponent(since.toISOString())}&test=no`;
  const counted: [count: number, tone: MarkedItem["tone"], one: string, many: string, to: string][] = [
    [
      failed,
      "bad",
      "delivery failed because of an error in the portal",
      "deliveries failed because of an error in the portal",
      `${logs}?outcome=failed`,
    ],
    [refused, "bad", "delivery was refused", "deliveries were refused", `${recently}&outcome=refused`],
    [invalid, "warn", "delivery could not be read", "deliveries could not be read", `${recently}&outcome=invalid`],
    [
      misrouted,
      "warn",
      "delivery was sent to the wrong address",
      "deliveries were sent to the wrong address",
      `${recently}&misrouted=yes`,
    ],
    [
      unfilled >= MANY_UNFILLED ? unfilled : 0,
      "warn",
      "delivery has placeholders that Convoso did not fill",
      "deliveries have placeholders that Convoso did not fill",
      `${recently}&problem=placeholder`,
    ],
  ];
  return counted
    .filter(([count]) => count > 0)
    .map(([count, tone, one, many, to]) => ({
      key: one,
      tone,
      mark: formatNumber(count),
      text: <TextLink to={to}>{count === 1 ? one : many}</TextLink>,
    }));
}

/** Deliveries that are on disk while the database is down or has just come back. */
export function waitingItems(waiting: number): MarkedItem[] {
  if (waiting === 0) return [];
  const text = waiting === 1 ? "delivery waits on disk to be stored" : "deliveries wait on disk to be stored";
  return [{ key: "spool", tone: "warn", mark: formatNumber(waiting), text }];
}

/** @param waiting recordings that a worker would search for */
export function workerItems({ running, last_beat_at }: Workers, waiting = 0): MarkedItem[] {
  if (running > 0) return [];
  const text = (
    <>
      {last_beat_at === null ? (
        "No worker has ever run"
      ) : (
        <>
          No worker is running, last seen <Time at={last_beat_at} show="relative" />
        </>
      )}
      {waiting > 0 && (
        <>
          :{" "}
          <TextLink to="/admin/super/calls?recording=waiting">
            {waiting === 1 ? "1 recording waiting" : `${formatNumber(waiting)} recordings waiting`}
          </TextLink>
        </>
      )}
    </>
  );
  return [{ key: "worker", tone: "bad", mark: "No worker", text }];
}

/** The calls of a gap, as a filter of the Calls list. */
export function gapLink({ since, campaign }: DispositionGap): string {
  const query = {
    without: "disposition",
    test: "no",
    from: since.toISOString(),
    ...(campaign !== null && { campaign }),
  };
  return `/admin/super/calls?${new URLSearchParams(query)}`;
}

export function gapItems(gap: DispositionGap | null): MarkedItem[] {
  if (gap === null) return [];
  const { since, calls, without, campaign } = gap;
  const text = (
    <>
      of {formatNumber(calls)} calls {campaign !== null && `of ${campaign} `}since <Time at={since} /> have{" "}
      <TextLink to={gapLink(gap)}>no disposition</TextLink>
    </>
  );
  return [{ key: "gap", tone: "bad", mark: formatNumber(without), text }];
}

/** What has never arrived, while other things have. */
export function missingItems({ leads, calls }: { leads: number; calls: number }): MarkedItem[] {
  if (calls > 0 || leads === 0) return [];
  const text = (
    <>
      Leads arrive, but no calls. <TextLink to="/admin/super/setup">Add a Workflow in Convoso</TextLink> that posts to
      the call address after each disposition.
    </>
  );
  return [{ key: "no calls", tone: "warn", mark: "No calls", text }];
}
