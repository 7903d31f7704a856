/**
 * Where the recording of a call is, in the order in which filters offer it. The link decides where there is one, the
 * search where there is none (docs/decisions/0015-recording-states.md).
 */
export const RECORDING_STATES = {
  found: "Has link",
  playable: "Playable",
  failed: "Link failed",
  waiting: "Waiting",
  gave_up: "Gave up",
  absent: "Not recorded",
  blocked: "Blocked",
  none: "No recording",
} as const;

export type RecordingState = keyof typeof RECORDING_STATES;
export const RECORDING_STATE_NAMES = Object.keys(RECORDING_STATES) as [RecordingState, ...RecordingState[]];

/** What a list of calls can be narrowed to: all calls whose recording is believed to play, all others, or one state. */
export const RECORDING_FILTERS = {
  has: "Has recording",
  missing: "Missing, for any reason",
  ...RECORDING_STATES,
} as const;

export type RecordingFilter = keyof typeof RECORDING_FILTERS;
export const RECORDING_FILTER_NAMES = Object.keys(RECORDING_FILTERS) as [RecordingFilter, ...RecordingFilter[]];
