/** A field before and after a change, under our name for it or its column's. */
type Change = { field: string; before: unknown; after: unknown };

/** Hides the link of a recording, which opens for anybody who has it: no page shows it. */
export function withoutLinks({ field, before, after }: Change): Change {
  if (field !== "recordingUrl" && field !== "recording_url") return { field, before, after };
  return { field, before: before && "a link", after: after && (before ? "another link" : "a link") };
}
