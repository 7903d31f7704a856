import type { StatusFlags } from "#app/convoso/read-names.server.ts";
import type { Stage } from "#app/db/dispositions/dispositions.server.ts";

/**
 * What a status probably means, by Convoso's flags. A status that ends the lead without success loses it; one that reached
 * nobody leaves it where it was.
 */
export function suggestStage({ success, dnc, final, voicemail, reached, contact, callback }: StatusFlags): Stage {
  if (success) return "converted";
  if (dnc || final) return "lost";
  if (voicemail) return "not_contacted";
  return reached || contact || callback ? "contacted" : "not_contacted";
}
