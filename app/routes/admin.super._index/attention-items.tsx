import type { ReactNode } from "react";
import type { Health } from "#app/features/health/get-health.server.ts";
import type { Attention, Totals } from "#app/features/overview/read-attention.server.ts";
import type { PortalSettings } from "#app/http/portal-settings.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import type { Tone } from "#app/ui/badges.tsx";
import { TextLink } from "#app/ui/links.tsx";
import type { MarkedItem } from "#app/ui/marked-list.tsx";
import { faultItems, gapItems, missingItems, waitingItems, workerItems } from "#app/ui/reason-items.tsx";
import { inAddress } from "./list-links.ts";

const setting = (name: string) => <code className="font-mono text-xs">{name}</code>;

/** Everything that needs attention now, worst first. Null: the database could not be asked. */
export function attentionItems(
  health: Health,
  overview: { attention: Attention; totals: Totals } | null,
  settings: PortalSettings,
): MarkedItem[] {
  const items = [
    ...spoolItems(health.spool),
    ...(overview === null ? [] : itemsOfDatabase(overview)),
    ...configurationItems(settings),
  ];
  return [...items.filter(({ tone }) => tone === "bad"), ...items.filter(({ tone }) => tone !== "bad")];
}

function itemsOfDatabase({ attention, totals }: { attention: Attention; totals: Totals }): MarkedItem[] {
  return [
    ...upkeepItems(attention),
    ...failedItems(attention),
    ...faultItems(attention.faults),
    ...gapItems(attention.gap),
    ...missingItems(totals),
    ...recordingItems(attention),
    ...archiveItems(attention),
    ...zoneItems(attention),
  ];
}

function configurationItems(settings: PortalSettings): MarkedItem[] {
  const items: MarkedItem[] = [];
  if (!settings.hasWebhookSecret) {
    items.push({
      key: "unsigned",
      tone: "warn",
      mark: "Not set",
      text: (
        <>
          All deliveries are <TextLink to="/admin/super/setup">accepted unsigned</TextLink>. Set{" "}
          {setting("CONVOSO_WEBHOOK_SECRET")} to accept only your own.
        </>
      ),
    });
  }
  if (!settings.hasAuthToken) {
    items.push({
      key: "token",
      tone: "warn",
      mark: "Not set",
      text: (
        <>
          <TextLink to="/admin/super/calls?recording=waiting">Recordings cannot be fetched</TextLink>. Set{" "}
          {setting("CONVOSO_AUTH_TOKEN")} to the token of your Convoso account.
        </>
      ),
    });
  }
  return items;
}

/** A wrong zone shifts every call by hours. */
function zoneItems({ zone: check }: Attention): MarkedItem[] {
  if (check === null || check.differ === 0) return [];
  const text = (
    <>
      <TextLink to="/admin/super/setup">Convoso’s own times</TextLink> do not fit {check.zone}. Compare{" "}
      {setting("CONVOSO_TIME_ZONE")}
      {check.fitting[0] !== undefined && ` with ${check.fitting[0]}`}.
    </>
  );
  return [{ key: "zone", tone: "warn", mark: "Time zone", text }];
}

function archiveItems({ archiveTrouble: trouble }: Attention): MarkedItem[] {
  if (trouble === null) return [];
  const text = <TextLink to="/admin/super/archive">{trouble.words}</TextLink>;
  return [{ key: "archive", tone: trouble.isPaused ? "warn" : "bad", mark: "Archive", text }];
}

function failedItems({ failed, stuck }: Attention): MarkedItem[] {
  if (failed === 0) return [];
  const text = (
    <>
      <TextLink to="/admin/super/webhook-logs?outcome=failed">
        {failed === 1
          ? "delivery failed because of an error in the portal"
          : "deliveries failed because of an error in the portal"}
      </TextLink>
      {stuck > 0 && ` · ${formatNumber(stuck)} not retried automatically`}
    </>
  );
  return [{ key: "failed", tone: "bad", mark: formatNumber(failed), text }];
}

function recordingItems(attention: Attention): MarkedItem[] {
  const calls = "/admin/super/calls?recording=";
  const counted: [number, Tone, one: string, many: string, to: string, more?: ReactNode][] = [
    [
      attention.lostFiles,
      "bad",
      "archived recording is missing or changed",
      "archived recordings are missing or changed",
      "/admin/super/storage",
    ],
    [
      attention.soonAtRisk,
      "bad",
      "recording is not in the archive",
      "recordings are not in the archive",
      "/admin/super/at-risk",
      <>
        {" · Convoso deletes recordings after a time: these within 14 days · "}
        <TextLink to="/admin/super/archive">progress</TextLink>
      </>,
    ],
    [attention.blocked, "bad", "recording is blocked", "recordings are blocked", `${calls}blocked`],
    [
      attention.failedLinks,
      "warn",
      "recording has a link that failed",
      "recordings have links that failed",
      `${calls}failed`,
    ],
    [
      attention.givenUp,
      "warn",
      "recording search gave up",
      "recording searches gave up",
      `${calls}gave_up&from=${inAddress(attention.givenUpSince)}`,
      " in the last 7 days",
    ],
  ];
  return counted
    .filter(([count]) => count > 0)
    .map(([count, tone, one, many, to, more]) => ({
      key: one,
      tone,
      mark: formatNumber(count),
      text: (
        <>
          <TextLink to={to}>{count === 1 ? one : many}</TextLink>
          {more}
        </>
      ),
    }));
}

const damage = (files: number) => (
  <>
    {files === 1 ? "file" : "files"} of the spool damaged. Everything readable is stored. Compare with Convoso's own log
    of that time, then remove {setting("*.damaged")} from {setting("SPOOL_DIR")}.
  </>
);

function spoolItems(spool: Health["spool"]): MarkedItem[] {
  if (!spool) return [];
  const { waiting, damagedFiles, fault } = spool;
  return [
    ...(fault === null ? [] : [{ key: "fault", tone: "bad" as const, mark: "Refused", text: fault }]),
    ...waitingItems(waiting),
    ...(damagedFiles === 0
      ? []
      : [{ key: "damage", tone: "bad" as const, mark: formatNumber(damagedFiles), text: damage(damagedFiles) }]),
  ];
}

/** Problems with background work. */
function upkeepItems(attention: Attention): MarkedItem[] {
  const { workers, failed_jobs, flooding_sources, waiting } = attention;
  const jobs = {
    key: "failed jobs",
    tone: "bad" as const,
    mark: formatNumber(failed_jobs),
    text: (
      <TextLink to="/admin/super/failed-jobs">
        {failed_jobs === 1 ? "job failed permanently" : "jobs failed permanently"}
      </TextLink>
    ),
  };
  const flood = {
    key: "flood",
    tone: "warn" as const,
    mark: formatNumber(flooding_sources),
    text: (
      <>
        <TextLink to="/admin/super/webhook-logs?range=day&outcome=refused&search=status:429">
          {flooding_sources === 1 ? "sender was rate-limited" : "senders were rate-limited"}
        </TextLink>
        . If one is your own, add it to {setting("CONVOSO_SOURCE_RANGES")}.
      </>
    ),
  };
  return [
    ...workerItems(workers, waiting),
    ...(failed_jobs > 0 ? [jobs] : []),
    ...(flooding_sources > 0 ? [flood] : []),
  ];
}
