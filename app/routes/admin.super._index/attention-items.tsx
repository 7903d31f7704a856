import type { ReactNode } from "react";
import type { Health } from "#app/features/health/get-health.server.ts";
import type { Attention } from "#app/features/overview/read-attention.server.ts";
import type { PortalSettings } from "#app/http/portal-settings.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import type { Tone } from "#app/ui/badge.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";
import { inAddress } from "./list-links.ts";

/** Something that somebody should look at, with the way to the rows behind it. */
export type AttentionItem = { key: string; tone: Tone; mark: string; text: ReactNode };

const setting = (name: string) => <code className="font-mono text-xs">{name}</code>;

/** Everything that needs attention now, the worst first. Null where the database could not be asked. */
export function attentionItems(health: Health, attention: Attention | null, settings: PortalSettings): AttentionItem[] {
  const items = [
    ...spoolItems(health.spool),
    ...(attention === null ? [] : [...upkeepItems(attention), ...dataItems(attention)]),
    ...configurationItems(settings),
  ];
  return [...items.filter(({ tone }) => tone === "bad"), ...items.filter(({ tone }) => tone !== "bad")];
}

function configurationItems(settings: PortalSettings): AttentionItem[] {
  const items: AttentionItem[] = [];
  if (!settings.hasWebhookSecret) {
    items.push({
      key: "unsigned",
      tone: "warn",
      mark: "Not set",
      text: (
        <>
          All deliveries are <TextLink to="/admin/super/setup">accepted unsigned</TextLink>. Set{" "}
          {setting("CONVOSO_WEBHOOK_SECRET")} to let in only your own.
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

function dataItems(attention: Attention): AttentionItem[] {
  const recently = `/admin/super/webhook-logs?from=${inAddress(attention.since)}&test=no`;
  const calls = "/admin/super/calls?recording=";
  const counted: [number, Tone, one: string, many: string, to: string, more?: ReactNode][] = [
    [
      attention.failed,
      "bad",
      "delivery failed on our side",
      "deliveries failed on our side",
      "/admin/super/webhook-logs?outcome=failed",
      attention.stuck > 0 && ` · ${formatNumber(attention.stuck)} not tried again by itself`,
    ],
    [attention.refused, "bad", "delivery was refused", "deliveries were refused", `${recently}&outcome=refused`],
    [
      attention.invalid,
      "warn",
      "delivery could not be read",
      "deliveries could not be read",
      `${recently}&outcome=invalid`,
    ],
    [
      attention.misrouted,
      "warn",
      "delivery came to the wrong address",
      "deliveries came to the wrong address",
      `${recently}&misrouted=yes`,
    ],
    [attention.blocked, "bad", "recording is blocked", "recordings are blocked", `${calls}blocked`],
    [
      attention.givenUp,
      "warn",
      "recording was given up",
      "recordings were given up",
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

const damage = (
  <>
    damaged in the spool. Whatever could be read is stored; compare Convoso's own log of that time, then remove{" "}
    {setting("*.damaged")} from {setting("SPOOL_DIR")}.
  </>
);

function spoolItems(spool: Health["spool"]): AttentionItem[] {
  if (!spool) return [];
  const { waiting, damagedFiles, fault } = spool;
  const text = <>{waiting === 1 ? "delivery waits" : "deliveries wait"} in the spool to be stored</>;
  return [
    ...(fault === null ? [] : [{ key: "fault", tone: "bad" as const, mark: "Refused", text: fault }]),
    ...(waiting === 0 ? [] : [{ key: "spool", tone: "warn" as const, mark: formatNumber(waiting), text }]),
    ...(damagedFiles === 0
      ? []
      : [{ key: "damage", tone: "bad" as const, mark: formatNumber(damagedFiles), text: damage }]),
  ];
}

/** What is wrong with the background work. */
function upkeepItems(attention: Attention): AttentionItem[] {
  const { has_worker, last_beat_at, failed_jobs, flooding_sources, waiting } = attention;
  const worker = {
    key: "worker",
    tone: "bad" as const,
    mark: "No worker",
    text: (
      <>
        No worker is running:{" "}
        <TextLink to="/admin/super/calls?recording=waiting">
          {waiting === 1 ? "1 recording is not looked for" : `${formatNumber(waiting)} recordings are not looked for`}
        </TextLink>
        .{" "}
        {last_beat_at === null ? (
          "None was ever seen."
        ) : (
          <>
            The last one was seen <Time at={last_beat_at} show="relative" />.
          </>
        )}
      </>
    ),
  };
  const jobs = {
    key: "failed jobs",
    tone: "bad" as const,
    mark: formatNumber(failed_jobs),
    text: (
      <TextLink to="/admin/super/failed-jobs">
        {failed_jobs === 1 ? "job used up its tries" : "jobs used up their tries"}
      </TextLink>
    ),
  };
  const flood = {
    key: "flood",
    tone: "warn" as const,
    mark: formatNumber(flooding_sources),
    text: (
      <>
        <TextLink to="/admin/super/webhook-logs?since=24h&outcome=refused&search=status:429">
          {flooding_sources === 1 ? "source sent too much" : "sources sent too much"}
        </TextLink>{" "}
        and was told to wait. If it is yours, name it in {setting("CONVOSO_SOURCE_RANGES")}.
      </>
    ),
  };
  return [
    ...(has_worker ? [] : [worker]),
    ...(failed_jobs > 0 ? [jobs] : []),
    ...(flooding_sources > 0 ? [flood] : []),
  ];
}
