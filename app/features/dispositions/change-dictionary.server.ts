import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { restartSweep } from "#app/db/dispositions/conversion-sweeps.server.ts";
import {
  type DispositionEntry,
  deleteDisposition,
  findDispositionToChange,
  Stage,
  upsertDisposition,
} from "#app/db/dispositions/dispositions.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { sweepConversionsLater } from "#app/features/dispositions/sweep-conversions.server.ts";

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !text.includes("\0"));

/** What an admin enters for a code; without a name it is called by its code. */
export const DispositionForm = z.object({
  code: line(100).transform((code) => code.toUpperCase()),
  name: line(100).optional().catch(undefined),
  stage: Stage,
});

/** Adds or changes an entry. Leads are brought in line by the worker where the code means another stage now. */
export async function saveDisposition(db: Database, form: z.output<typeof DispositionForm>, admin: Admin) {
  const entry: DispositionEntry = { ...form, name: form.name ?? form.code };
  await db.transaction(async (transaction) => {
    const was = await findDispositionToChange(transaction, entry.code);
    if (was?.name === entry.name && was.stage === entry.stage) return;
    await upsertDisposition(transaction, entry, admin.actor);
    await recordAudit(transaction, {
      ...admin,
      action: was ? "change disposition" : "add disposition",
      target: entry.code,
      details: { name: entry.name, stage: entry.stage, ...(was && { was: { name: was.name, stage: was.stage } }) },
    });
    if ((was?.stage ?? "contacted") !== entry.stage) await sweep(transaction, entry.code);
  });
}

/** Takes an entry out, so that its calls count as contacted again. */
export async function removeDisposition(db: Database, code: string, admin: Admin): Promise<void> {
  await db.transaction(async (transaction) => {
    const was = await findDispositionToChange(transaction, code);
    if (was === null) return;
    await deleteDisposition(transaction, code);
    const details = { was: { name: was.name, stage: was.stage } };
    await recordAudit(transaction, { ...admin, action: "remove disposition", target: code, details });
    if (was.stage !== "contacted") await sweep(transaction, code);
  });
}

async function sweep(db: Database, code: string): Promise<void> {
  await restartSweep(db, code);
  await sweepConversionsLater(db);
}
