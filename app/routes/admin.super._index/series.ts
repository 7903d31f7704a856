import type { Chart, SERIES } from "#app/features/overview/read-activity.server.ts";

export type Series = { name: string; label: string; fill: string };

type InOrder<Names extends readonly string[]> = { [Place in keyof Names]: Series & { name: Names[Place] } };

/** The series of the charts, in the order of the counts. */
export const series = {
  deliveries: [
    { name: "processed", label: "Processed", fill: "fill-accent" },
    { name: "duplicate", label: "Duplicate", fill: "fill-accent/45" },
    { name: "echoed", label: "Echoed", fill: "fill-line-strong" },
    { name: "invalid", label: "Invalid", fill: "fill-warn" },
    { name: "refused", label: "Refused", fill: "fill-bad/60" },
    { name: "failed", label: "Failed", fill: "fill-bad" },
  ],
  leads: [
    { name: "converted", label: "Converted", fill: "fill-ok" },
    { name: "contacted", label: "Contacted", fill: "fill-accent" },
    { name: "new", label: "New", fill: "fill-accent/35" },
    { name: "lost", label: "Lost", fill: "fill-line-strong" },
  ],
  calls: [{ name: "all", label: "Calls", fill: "fill-accent" }],
  recordings: [{ name: "found", label: "Found", fill: "fill-ok" }],
} as const satisfies { [C in Chart]: InOrder<(typeof SERIES)[C]> };
