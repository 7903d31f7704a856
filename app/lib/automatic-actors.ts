/** Who acts where no person does, and what the portal's pages call them. */
export const AUTOMATIC_ACTORS = {
  reconcile: "the portal (ledger)",
  retention: "the portal (retention)",
} as const;

/** The name on pages of the person, or the part of the portal, that acted. */
export function actorName(actor: string): string {
  return actor in AUTOMATIC_ACTORS ? AUTOMATIC_ACTORS[actor as keyof typeof AUTOMATIC_ACTORS] : actor;
}
