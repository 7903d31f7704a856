/** The spans of time that every list and figure offers, in the order in which they are offered. */
export const TIME_PRESETS = {
  hour: "Last hour",
  day: "Last 24 hours",
  today: "Today",
  yesterday: "Yesterday",
  "this-week": "This week",
  "last-week": "Last week",
  "this-month": "This month",
  "last-30-days": "Last 30 days",
} as const;

export type Preset = keyof typeof TIME_PRESETS;
export const PRESETS = Object.keys(TIME_PRESETS) as [Preset, ...Preset[]];
