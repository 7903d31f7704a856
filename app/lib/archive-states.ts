/** The states of a recording in the archive, in words, in the order in which pages show them. */
export const ARCHIVE_STATES = {
  archived: "Archived",
  due: "Waiting to be copied",
  not_ready: "Not ready",
  refused: "Not allowed",
  not_audio: "Not audio",
  duplicate: "Same as another recording",
  gone: "Gone at Convoso",
  lost: "Missing or changed in the archive",
  deleted: "Deleted",
} as const;

export type ArchiveState = keyof typeof ARCHIVE_STATES;
export const ARCHIVE_STATE_NAMES = Object.keys(ARCHIVE_STATES) as [ArchiveState, ...ArchiveState[]];
