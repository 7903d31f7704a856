import type { Role } from "#app/lib/roles.ts";

/** A page that the frame links to. `key`: the shortcut after "g". */
export type PortalPage = { to: string; label: string; key: string; atLeast?: Role };

/** The five tabs, in order. */
export const TABS: PortalPage[] = [
  { to: "/admin/super", label: "Overview", key: "o" },
  { to: "/admin/super/webhook-logs", label: "Webhook Logs", key: "w" },
  { to: "/admin/super/leads", label: "Leads", key: "l" },
  { to: "/admin/super/calls", label: "Calls", key: "c" },
  { to: "/admin/super/test-tools", label: "Test Tools", key: "t" },
];

/** The other pages, in groups. */
export const MORE_PAGES: PortalPage[][] = [
  [
    { to: "/admin/super/agents", label: "Agents", key: "a" },
    { to: "/admin/super/ledger", label: "Ledger", key: "b" },
    { to: "/admin/super/campaigns", label: "Campaigns", key: "q" },
    { to: "/admin/super/dispositions", label: "Dispositions", key: "d" },
    { to: "/admin/super/calls?without=disposition", label: "No disposition", key: "g" },
    { to: "/admin/super/field-map", label: "Field map", key: "n", atLeast: "operator" },
    { to: "/admin/super/setup", label: "Set up Convoso", key: "s" },
    { to: "/admin/super/identity", label: "Merge and split", key: "i", atLeast: "operator" },
    { to: "/admin/super/replays", label: "Replays", key: "r", atLeast: "operator" },
    { to: "/admin/super/fetches", label: "Fetches", key: "h", atLeast: "operator" },
    { to: "/admin/super/note-runs", label: "Notes in bulk", key: "2", atLeast: "operator" },
    { to: "/admin/super/failed-jobs", label: "Failed jobs", key: "f" },
  ],
  [
    { to: "/admin/super/retention", label: "Retention", key: "y", atLeast: "operator" },
    { to: "/admin/super/archive", label: "Archive", key: "1", atLeast: "operator" },
    { to: "/admin/super/at-risk", label: "At risk", key: "j", atLeast: "operator" },
    { to: "/admin/super/storage", label: "Storage", key: "v", atLeast: "operator" },
    { to: "/admin/super/evidence", label: "Evidence", key: "z", atLeast: "admin" },
    { to: "/admin/super/holds", label: "Holds", key: "x", atLeast: "operator" },
    { to: "/admin/super/audit", label: "Audit", key: "u", atLeast: "admin" },
    { to: "/admin/super/people", label: "People", key: "p", atLeast: "admin" },
    { to: "/admin/super/erase", label: "Erase a person", key: "e", atLeast: "admin" },
  ],
  [
    { to: "/admin/super/account", label: "Account", key: "m" },
    { to: "/admin/super/account#keyboard", label: "Keyboard shortcuts", key: "k" },
  ],
];

/** Every page that the frame links to. */
export const PORTAL_PAGES: PortalPage[] = [...TABS, ...MORE_PAGES.flat()];
