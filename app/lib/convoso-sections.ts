/** The sections of Convoso's API that the portal reads, in the order in which they matter. */
export const SECTION_NAMES = ["log", "users", "statuses", "campaigns", "lists", "leads"] as const;
export type SectionName = (typeof SECTION_NAMES)[number];

/** How a try ended: `refused` is for good (the token may not), `not asked` may pass (Convoso did not answer). */
export const SECTION_STATES = ["works", "refused", "not asked"] as const;
export type SectionState = (typeof SECTION_STATES)[number];

/** `permission`: the box to tick for a token in Convoso. `use`: what the portal does with it. */
export const SECTIONS: Record<SectionName, { label: string; permission: string; use: string }> = {
  log: {
    label: "Call log",
    permission: "Call Logs: search",
    use: "finds recordings, and compares calls for the ledger",
  },
  users: { label: "Users", permission: "Users: search", use: "names agents" },
  statuses: { label: "Statuses", permission: "Status: search", use: "names dispositions" },
  campaigns: { label: "Campaigns", permission: "Campaigns: search", use: "names campaigns" },
  lists: { label: "Lists", permission: "Lists: search", use: "names lists" },
  leads: { label: "Leads", permission: "Leads: search", use: "not needed yet" },
};
