/** Why nothing can be copied to the archive now: for the admin, with what to do. */
export const ARCHIVE_HOLDS = {
  full: "The disk of the archive is nearly full. Make room, or move the archive; copying then resumes.",
  "not writable": "The portal may not write to the folder of the archive. Give its user the right, or set ARCHIVE_DIR.",
  "no store": "The folder or bucket of the archive does not exist. Create it, or correct ARCHIVE_DIR or ARCHIVE_URL.",
  denied: "The bucket refuses the portal's key. Check the access key and what it may do: put, get, list and delete.",
  region: "The bucket is in another region. Correct the region in ARCHIVE_URL.",
  "store away": "The store of the archive does not answer. Copying resumes when it does.",
  "host away": "The host of the recordings does not answer, or asks to be left alone. Copying resumes when it does.",
} as const;

export type ArchiveHold = keyof typeof ARCHIVE_HOLDS;
export const ARCHIVE_HOLD_NAMES = Object.keys(ARCHIVE_HOLDS) as [ArchiveHold, ...ArchiveHold[]];
