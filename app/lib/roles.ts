/** What somebody may do in the portal; each role may do all that the one before it may. */
export const ROLES = ["viewer", "listener", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Whether `role` may do what needs `needed`. */
export function isAtLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Somebody's role, and the campaigns whose calls they may hear as a listener. */
export type Hearer = { role: Role; campaigns?: readonly string[] };

/** Whether somebody may hear the calls of a campaign, and see them whole. */
export function mayHear({ role, campaigns = [] }: Hearer, campaign: string | null): boolean {
  return isAtLeast(role, "operator") || (role === "listener" && campaign !== null && campaigns.includes(campaign));
}
