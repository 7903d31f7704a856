import { z } from "zod";
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

/** What a form says of it: its checkboxes share a name. */
export function accessIn(form: FormData): { role: unknown; campaigns: unknown[] } {
  return { role: form.get("role"), campaigns: form.getAll("campaigns") };
}
