/** What can have changed, as far as a watcher needs to know to look again. */
export const CHANGE_KINDS = [
  "deliveries",
  "recordings",
  "leads",
  "replays",
  "ledger",
  "field-maps",
  "names",
  /** Whether any worker runs. */
  "workers",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
