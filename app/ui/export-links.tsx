import { type MouseEvent, useEffect, useState } from "react";
import { formatNumber } from "#app/lib/format-number.ts";
import { buttonClass } from "#app/ui/buttons.tsx";
import { FILTERS } from "#app/ui/filter-bar.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";

const ASK_EVERY_MS = 1000;

type Progress = { isRunning: boolean; rows: number | null; bytes: number };

type Props = {
  list: "leads" | "calls" | "deliveries" | "ledger" | "agents" | "campaigns";
  /** How many rows the list has, such as "12 calls"; null where nobody counted them. */
  found: string | null;
};

/**
 * Downloads of everything that matches what is picked in the list's filters, applied or not, with how much that is. The browser
 * saves them; with JavaScript the page also shows the progress.
 */
export function ExportLinks({ list, found }: Props) {
  const [id, setId] = useState<string>();
  const begin = ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
    const next = crypto.randomUUID?.(); // undefined without TLS, except on localhost
    currentTarget.value = next ?? "";
    setId(next);
  };
  return (
    <NeedsRole atLeast="operator" toDo="export">
      {/* Enter in a field presses the form's first button, which must not be an export. */}
      <button type="submit" form={FILTERS} tabIndex={-1} aria-hidden="true" className="sr-only">
        Filter
      </button>
      {(["csv", "ndjson"] as const).map((format) => (
        <button
          key={format}
          type="submit"
          form={FILTERS}
          formAction={`/admin/super/exports/${list}.${format}`}
          name="export"
          value=""
          onClick={begin}
          aria-describedby={`${list}-to-export`}
          className={buttonClass()}
        >
          Export {format.toUpperCase()}
        </button>
      ))}
      <p id={`${list}-to-export`} className="self-center text-xs text-ink-faint print:hidden">
        <span className="sr-only">Exports hold </span>
        {found ?? "all that match, not counted"}
      </p>
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
