/** Why nothing can be copied to the archive now: for the admin, with what to do. */
export const ARCHIVE_HOLDS = {
  full: "The disk of the archive is nearly full. Make room, or move the archive; copying then resumes.",
  "not writable":
    "The portal cannot write to the archive folder. Give its user write permission, or change ARCHIVE_DIR.",
  "no store":
    "The folder or bucket of the archive is not there. Mount its disk, create it, or correct ARCHIVE_DIR or ARCHIVE_URL.",
  denied: "The bucket refuses the portal's key. Check the access key and its permissions: put, get, list and delete.",
  region: "The bucket is in another region. Correct the region in ARCHIVE_URL.",
  "store away": "The store of the archive does not answer. Copying resumes automatically.",
  "host away": "The host of the recordings does not answer, or limits requests. Copying resumes automatically.",
} as const;

export type ArchiveHold = keyof typeof ARCHIVE_HOLDS;
export const ARCHIVE_HOLD_NAMES = Object.keys(ARCHIVE_HOLDS) as [ArchiveHold, ...ArchiveHold[]];
