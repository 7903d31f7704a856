/** Who acts where no person does, and what the portal's pages call them. */
export const AUTOMATIC_ACTORS = {
  reconcile: "the portal (ledger)",
  retention: "the portal (retention)",
} as const;

/** What pages call whoever acted. */
export function actorName(actor: string): string {
  return actor in AUTOMATIC_ACTORS ? AUTOMATIC_ACTORS[actor as keyof typeof AUTOMATIC_ACTORS] : actor;
}
