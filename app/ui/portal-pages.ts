import type { Role } from "#app/lib/roles.ts";

/** A page that the frame leads to. `key`: after "g" it goes there. */
export type PortalPage = { to: string; label: string; key: string; atLeast?: Role };

/** The five tabs, in their order. */
export const TABS: PortalPage[] = [
  { to: "/admin/super", label: "Overview", key: "o" },
  { to: "/admin/super/webhook-logs", label: "Webhook Logs", key: "w" },
  { to: "/admin/super/leads", label: "Leads", key: "l" },
  { to: "/admin/super/calls", label: "Calls", key: "c" },
  { to: "/admin/super/test-tools", label: "Test Tools", key: "t" },
];

/** The pages beside the tabs, in groups. */
export const MORE_PAGES: PortalPage[][] = [
  [
    { to: "/admin/super/agents", label: "Agents", key: "a" },
    { to: "/admin/super/dispositions", label: "Dispositions", key: "d" },
    { to: "/admin/super/setup", label: "Set up Convoso", key: "s" },
    { to: "/admin/super/replays", label: "Replays", key: "r", atLeast: "operator" },
    { to: "/admin/super/failed-jobs", label: "Failed jobs", key: "f" },
  ],
  [
    { to: "/admin/super/audit", label: "Audit", key: "u", atLeast: "admin" },
    { to: "/admin/super/people", label: "People", key: "p", atLeast: "admin" },
    { to: "/admin/super/erase", label: "Erase a person", key: "e", atLeast: "admin" },
  ],
  [
    { to: "/admin/super/account", label: "Account", key: "m" },
    { to: "/admin/super/account#keyboard", label: "Keyboard shortcuts", key: "k" },
  ],
];

/** Every page that the frame leads to. */
export const PORTAL_PAGES: PortalPage[] = [...TABS, ...MORE_PAGES.flat()];
