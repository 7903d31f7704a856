import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { restartSweep } from "#app/db/dispositions/conversion-sweeps.server.ts";
import {
  type Disposition,
  type DispositionEntry,
  deleteDisposition,
  findDispositionToChange,
  insertDisposition,
  Stage,
  updateDisposition,
} from "#app/db/dispositions/dispositions.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { sweepConversionsLater } from "#app/features/dispositions/sweep-conversions.server.ts";

const line = z
  .string()
  .trim()
  .max(100)
  .refine((text) => !text.includes("\0"));

/** What an admin enters for a code; without a name it is called by its code. */
export const DispositionForm = z.object({
  code: line.min(1).transform((code) => code.toUpperCase()),
  name: line.optional().transform((name) => name || undefined),
  stage: Stage,
});

/** Which state of an entry a form shows, so that a change of it in the meantime is noticed. */
export const versionOf = ({ updated_at }: Pick<Disposition, "updated_at">): string => updated_at.toISOString();

/** Why nothing was written: the code to be added has an entry, or the entry to be changed was changed or removed. */
export type Refusal = "exists" | "changed" | "removed";

/**
 * Adds or changes an entry. Leads are brought in line by the worker where the code means another stage now.
 * @param basedOn the {@link versionOf} the entry that the admin changed; null to add one
 */
export async function saveDisposition(
  db: Database,
  form: z.output<typeof DispositionForm>,
  basedOn: string | null,
  admin: Admin,
): Promise<"saved" | "same" | Refusal> {
  const entry: DispositionEntry = { ...form, name: form.name ?? form.code };
  return await db.transaction(async (transaction) => {
    const was = await findDispositionToChange(transaction, entry.code);
    if (was?.name === entry.name && was.stage === entry.stage) return "same";
    if (was === null && basedOn !== null) return "removed";
    if (was !== null && basedOn === null) return "exists";
    if (was !== null && versionOf(was) !== basedOn) return "changed";
    if (was !== null) await updateDisposition(transaction, entry, admin.actor);
    else if (!(await insertDisposition(transaction, entry, admin.actor))) return "exists";
    await recordAudit(transaction, {
      ...admin,
      action: was ? "change disposition" : "add disposition",
      target: entry.code,
      details: { name: entry.name, stage: entry.stage, ...(was && { was: { name: was.name, stage: was.stage } }) },
    });
    if ((was?.stage ?? "contacted") !== entry.stage) await sweep(transaction, entry.code);
    return "saved";
  });
}

/**
 * Takes an entry out, so that its calls count as contacted again.
 * @param basedOn the {@link versionOf} the entry that the admin saw
 */
export async function removeDisposition(
  db: Database,
  code: string,
  basedOn: string,
  admin: Admin,
): Promise<"removed" | "changed"> {
  return await db.transaction(async (transaction) => {
    const was = await findDispositionToChange(transaction, code);
    if (was === null) return "removed";
    if (versionOf(was) !== basedOn) return "changed";
    await deleteDisposition(transaction, code);
    const details = { was: { name: was.name, stage: was.stage } };
    await recordAudit(transaction, { ...admin, action: "remove disposition", target: code, details });
    if (was.stage !== "contacted") await sweep(transaction, code);
    return "removed";
  });
}

async function sweep(db: Database, code: string): Promise<void> {
  await restartSweep(db, code);
  await sweepConversionsLater(db);
}
