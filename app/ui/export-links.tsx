import { useLocation } from "@remix-run/react";
import { type MouseEvent, useEffect, useState } from "react";
import { formatNumber } from "#app/lib/format-number.ts";
import { buttonClass } from "#app/ui/button-class.ts";
import { NeedsRole } from "#app/ui/needs-role.tsx";

const ASK_EVERY_MS = 1000;

type Progress = { isRunning: boolean; rows: number | null; bytes: number };

/**
 * Downloads of all that the list's filter matches. The browser writes them to disk by itself; with JavaScript the page
 * also says how far the server is.
 */
export function ExportLinks({ list }: { list: "leads" | "calls" | "deliveries" }) {
  const { search } = useLocation();
  const [id, setId] = useState<string>();
  const begin = ({ currentTarget }: MouseEvent<HTMLAnchorElement>) => {
    const address = new URL(currentTarget.href);
    const next = crypto.randomUUID?.(); // only where the page came over TLS, or from this machine
    if (next) address.searchParams.set("export", next);
    currentTarget.href = address.href;
    setId(next);
  };
  return (
    <NeedsRole atLeast="operator">
      {(["csv", "ndjson"] as const).map((format) => (
        <a
          key={format}
          href={`/admin/super/exports/${list}.${format}${search}`}
          download
          onClick={begin}
          className={buttonClass()}
        >
          Export {format.toUpperCase()}
        </a>
      ))}
      <ExportProgress key={id} id={id} />
    </NeedsRole>
  );
}

function ExportProgress({ id }: { id: string | undefined }) {
  const [progress, setProgress] = useState<Progress | null>(null);
  const isOver = progress !== null && !progress.isRunning;
  useEffect(() => {
    if (!id || isOver) return;
    const timer = setInterval(async () => {
      const answer = await fetch(`/admin/super/export-progress?export=${id}`).catch(() => null);
      if (answer?.ok) setProgress((await answer.json()) ?? { isRunning: true, rows: 0, bytes: 0 });
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [id, isOver]);
  const words = progress && inWords(progress);
  return (
    <div className={words ? "w-full text-right text-sm text-ink-soft" : "sr-only"}>
      {!isOver && words}
      <output>{isOver && words}</output>
    </div>
  );
}

function inWords({ isRunning, rows, bytes }: Progress): string {
  const size = `${formatNumber(Math.round(bytes / 1000))} kB`;
  if (rows === null) return `The export ended early, after ${size}.`;
  return `${isRunning ? "Exporting" : "Exported"}: ${formatNumber(rows)} ${rows === 1 ? "row" : "rows"}, ${size}`;
}
