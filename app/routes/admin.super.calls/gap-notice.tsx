import type { KeyChanges } from "#app/features/overview/compare-keys.server.ts";
import type { DispositionGap } from "#app/features/overview/find-disposition-gap.server.ts";
import { formatNumber, formatShare } from "#app/lib/format-number.ts";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { gapLink } from "#app/ui/reason-items.tsx";
import { Time } from "#app/ui/time.tsx";

/** A gap, and how deliveries changed with it; null where nothing is wrong with the latest calls. */
export type ShownGap = { gap: DispositionGap; keys: KeyChanges } | null;

/** Above the calls without a disposition: since when most have none, and what Convoso no longer sends. */
export function GapNotice({ shown }: { shown: ShownGap }) {
  if (shown === null)
    return <p className="mb-4 text-sm text-ink-soft">A call without a disposition counts as not reached.</p>;
  const { gap, keys } = shown;
  const calls = gap.campaign === null ? "calls" : `calls of ${gap.campaign}`;
  const title = `${formatNumber(gap.without)} of ${formatNumber(gap.calls)} ${calls} have no disposition`;
  return (
    <div className="mb-4">
      <Notice tone="bad" title={title}>
        <p>
          <TextLink to={gapLink(gap)}>
            Since <Time at={gap.since} />
          </TextLink>
          {gap.before === null
            ? ". No call of the last month had one."
            : `. ${gap.campaign === null ? "In the month before it" : "Before it"}, ${formatShare(gap.before.without, gap.before.calls)} of ${formatNumber(gap.before.calls)} calls had none.`}{" "}
          They do not count as reached or as sales.
        </p>
        <Changes keys={keys} />
        <p className="mt-1">
          To fix it, map the disposition again in Convoso’s Adaptor (
          <TextLink to="/admin/super/setup">Set up Convoso</TextLink>), or map a new key in the{" "}
          <TextLink to="/admin/super/field-map?endpoint=call">Field map</TextLink>. Then{" "}
          <TextLink to="/admin/super/ledger">the ledger</TextLink> can add the dispositions of these calls from
          Convoso’s log.
        </p>
      </Notice>
    </div>
  );
}

function Changes({ keys: { earlier, later, vanished, appeared, suggested } }: { keys: KeyChanges }) {
  if (earlier === 0) return <p className="mt-1">There is no earlier delivery to compare with.</p>;
  const names = (keys: readonly string[]) =>
    keys.map((key, place) => (
      <span key={key}>
        {place > 0 && ", "}
        <code className="font-mono text-xs break-all text-ink">{key}</code>
      </span>
    ));
  const gone = vanished.filter(({ blank }) => blank === null).map(({ key }) => key);
  const blank = vanished.filter((changed) => changed.blank !== null);
  return (
    <ul className="mt-1 grid list-disc gap-1 ps-5">
      {gone.length > 0 && (
        <li>
          The last {formatNumber(earlier)} deliveries with a disposition contain {names(gone)}. Almost none of{" "}
          {formatNumber(later)} deliveries without one since then do.
        </li>
      )}
      {blank.map(({ key, blank }) => (
        <li key={key}>
          {names([key])} still arrives, but without a value{blank === "" ? "" : `: “${blank}”`}.
        </li>
      ))}
      {appeared.length > 0 && (
        <li>
          New since then: {names(appeared)}.{" "}
          {suggested !== null && (
            <>
              <TextLink to={fieldMap(suggested)}>Read {suggested} as the disposition</TextLink>, also in the deliveries
              that have come already.
            </>
          )}
        </li>
      )}
      {vanished.length + appeared.length === 0 && (
        <li>Deliveries before and after it have the same keys. Perhaps the agents no longer choose a disposition.</li>
      )}
    </ul>
  );
}

const fieldMap = (key: string) =>
  `/admin/super/field-map?${new URLSearchParams({ endpoint: "call", key, meaning: "disposition" })}`;
