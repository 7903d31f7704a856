import { Time } from "#app/ui/time.tsx";

/** A value of a row before or after a change. Nothing is shown as such, so that no cell stays empty. */
export function ChangedValue({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === "") return <span className="text-ink-faint">nothing</span>;
  if (value instanceof Date) return <Time at={value} />;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return <code className="font-mono text-xs break-all">{text}</code>;
}
