import { z } from "zod";
import { listUnknownCampaigns } from "#app/db/calls/call-choices.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { ROLES } from "#app/lib/roles.ts";

const campaign = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => !name.includes("\0"));

/** What somebody shall be able to do: their role, and the campaigns of a listener. */
export const Access = z
  .object({ role: z.enum(ROLES, "Choose a role."), campaigns: z.array(campaign).max(500).default([]) })
  .refine(({ role, campaigns }) => role !== "listener" || campaigns.length > 0, {
    message: "Choose the campaigns that they may listen to.",
  })
  .transform(({ role, campaigns }) => ({ role, campaigns: role === "listener" ? [...new Set(campaigns)] : [] }));
export type Access = z.output<typeof Access>;

/** Why somebody cannot be made a listener of these campaigns, who may have `had` some of them before; null where they can. */
export async function refuseUnknownCampaigns(
  db: Database,
  campaigns: readonly string[],
  had: readonly string[] = [],
): Promise<string | null> {
  const [unknown] = await listUnknownCampaigns(
    db,
    campaigns.filter((name) => !had.includes(name)),
  );
  return unknown === undefined ? null : `No call is in the campaign “${unknown}”. Choose campaigns from the list.`;
}

/** What a form says of it: its checkboxes share a name. */
export function accessIn(form: FormData): { role: unknown; campaigns: unknown[] } {
  return { role: form.get("role"), campaigns: form.getAll("campaigns") };
}
