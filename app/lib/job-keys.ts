/** What the key of a task's job begins with; behind it stands what the job is about. A task is a file of tasks/. */
export const JOB_KEY_PREFIXES = {
  fetch_recording: "fetch_recording:",
  fetch_recordings: "fetch_recordings:",
  write_notes: "write_notes:",
  archive_recordings: "archive_recordings",
  replay_deliveries: "replay:",
  fix_differences: "fix:",
  check_ledger: "check_ledger",
  prepare_evidence: "prepare_evidence:",
  erase_person: "erase_person:",
  sweep_conversions: "sweep_conversions",
  read_names: "read_names",
} as const;

export type QueuedTask = keyof typeof JOB_KEY_PREFIXES;

/** The key of the only waiting job of `task` about `id`. */
export function jobKey(task: QueuedTask, id: string | number = ""): string {
  return `${JOB_KEY_PREFIXES[task]}${id}`;
}
