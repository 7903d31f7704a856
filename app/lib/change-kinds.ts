/** What can have changed, as far as whoever watches needs to know to look again. */
export const CHANGE_KINDS = ["deliveries", "recordings", "leads", "replays"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
