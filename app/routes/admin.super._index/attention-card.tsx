import type { ReactNode } from "react";
import type { Health } from "#app/features/health/get-health.server.ts";
import type { PortalSettings } from "#app/http/portal-settings.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Badge, type Tone } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import type { Figures } from "./read-figures.server.ts";
import { upkeepItems } from "./upkeep-items.tsx";

type Item = { key: string; tone: Tone; mark: string; text: ReactNode };

const setting = (name: string) => <code className="font-mono text-xs">{name}</code>;

function configurationItems(settings: PortalSettings): Item[] {
  const items: Item[] = [];
  if (!settings.hasWebhookSecret) {
    items.push({
      key: "unsigned",
      tone: "warn",
      mark: "Not set",
      text: <>All deliveries are accepted unsigned. Set {setting("CONVOSO_WEBHOOK_SECRET")} to let in only your own.</>,
    });
  }
  if (!settings.hasAuthToken) {
    items.push({
      key: "token",
      tone: "warn",
      mark: "Not set",
      text: (
        <>Recordings cannot be fetched. Set {setting("CONVOSO_AUTH_TOKEN")} to the token of your Convoso account.</>
      ),
    });
  }
  return items;
}

function dataItems({ recent, rows }: Figures): Item[] {
  const logs = "/admin/super/webhook-logs?since=24h&";
  const calls = "/admin/super/calls?recording=";
  const counted: [number, Tone, one: string, many: string, to: string][] = [
    [recent.failed, "bad", "delivery failed on our side", "deliveries failed on our side", `${logs}outcome=failed`],
    [recent.refused, "bad", "delivery was refused", "deliveries were refused", `${logs}outcome=refused`],
    [recent.invalid, "warn", "delivery could not be read", "deliveries could not be read", `${logs}outcome=invalid`],
    [
      recent.misrouted,
      "warn",
      "delivery came to the wrong address",
      "deliveries came to the wrong address",
      `${logs}misrouted=yes`,
    ],
    [rows.blocked, "bad", "recording is blocked", "recordings are blocked", `${calls}blocked`],
    [rows.gave_up, "warn", "recording was given up", "recordings were given up", `${calls}gave_up`],
  ];
  return counted
    .filter(([count]) => count > 0)
    .map(([count, tone, one, many, to]) => ({
      key: to,
      tone,
      mark: formatNumber(count),
      text: <TextLink to={to}>{count === 1 ? one : many}</TextLink>,
    }));
}

function nothingToDo(figures: Figures | null): string {
  if (figures === null) return "Not known while the database is away.";
  if (figures.recent.received === 0) return "Nothing. But no delivery came in the last 24 hours either.";
  return "Nothing: every delivery of the last 24 hours was understood.";
}

const damage = (
  <>
    damaged in the spool. Whatever could be read is stored; compare Convoso's own log of that time, then remove{" "}
    {setting("*.damaged")} from {setting("SPOOL_DIR")}.
  </>
);

function spoolItems(spool: Health["spool"]): Item[] {
  if (!spool) return [];
  const { waiting, damagedFiles, fault } = spool;
  const text = `${waiting === 1 ? "delivery waits" : "deliveries wait"} in the spool to be stored`;
  return [
    ...(fault === null ? [] : [{ key: "fault", tone: "bad" as const, mark: "Refused", text: fault }]),
    ...(waiting === 0 ? [] : [{ key: "spool", tone: "warn" as const, mark: formatNumber(waiting), text }]),
    ...(damagedFiles === 0
      ? []
      : [{ key: "damage", tone: "bad" as const, mark: formatNumber(damagedFiles), text: damage }]),
  ];
}

type Props = { health: Health; figures: Figures | null; settings: PortalSettings };

/** What an admin should look at, each with the way to the rows behind it. Deliveries count for 24 hours. */
export function AttentionCard({ health, figures, settings }: Props) {
  const ofData = figures === null ? [] : [...upkeepItems(figures.upkeep), ...dataItems(figures)];
  const items: Item[] = [...spoolItems(health.spool), ...ofData, ...configurationItems(settings)];
  return (
    <Card title="Needs attention">
      {items.length === 0 ? (
        <p className="text-sm text-ink-soft">{nothingToDo(figures)}</p>
      ) : (
        <ul className="grid gap-2 text-sm">
          {items.map((item) => (
            <li key={item.key} className="grid grid-cols-[minmax(3.5rem,auto)_1fr] items-baseline gap-2">
              <span>
                <Badge tone={item.tone}>{item.mark}</Badge>
              </span>
              <span>{item.text}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
