import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findKeptForm, findOwnerOfSession, insertKeptForm, takeKeptForm } from "#app/db/people/kept-forms.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { newToken, tokenSha256 } from "#app/features/auth/tokens.server.ts";

/** How long a form waits for its sender to sign in again. */
export const KEPT_SECONDS = 15 * 60;

/** A form as it was sent: where to, the page that it stood on, its fields, and why it was not taken. `fault`: what to change in it. */
export const SentForm = z.object({
  to: z.string(),
  page: z.string(),
  fields: z.array(z.tuple([z.string(), z.string()])),
  why: z.enum(["signed out", "outage", "refused"]).catch("signed out"), // a version before did not say it
  fault: z.string().optional(),
});
export type SentForm = z.infer<typeof SentForm>;

const CIPHER = "aes-256-gcm";
const [IV_BYTES, TAG_BYTES] = [12, 16];
const keyOf = (token: string) => Buffer.from(hkdfSync("sha256", token, "", "kept form", 32));

/**
 * Keeps a form of somebody whose session has ended.
 * @returns the token that opens it; null for a stranger, of whom nothing is stored
 */
export async function keepFormOfSession(db: Database, sessionToken: string, form: SentForm): Promise<string | null> {
  const owner = await findOwnerOfSession(db, tokenSha256(sessionToken));
  return owner && keepForm(db, owner.user_id, form);
}

/** Keeps a form of a user, encrypted, for a quarter of an hour. @returns the token that opens it */
export async function keepForm(db: Database, userId: number | null, form: SentForm): Promise<string> {
  const token = newToken();
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(token), iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(form)), cipher.final()]);
  const sealed = Buffer.concat([iv, cipher.getAuthTag(), text]);
  await insertKeptForm(db, { tokenSha256: tokenSha256(token), userId, sealed, seconds: KEPT_SECONDS });
  return token;
}

/** The form that the token opens; null where its time is up, or it is somebody else's. */
export async function openKeptForm(db: Database, token: string, admin: Admin): Promise<SentForm | null> {
  const sealed = await findKeptForm(db, { tokenSha256: tokenSha256(token), userId: admin.userId ?? null });
  return sealed && unseal(sealed, token);
}

/** The same, for the one time that it is sent: afterwards it is kept no longer. */
export async function releaseKeptForm(db: Database, token: string, admin: Admin): Promise<SentForm | null> {
  const sealed = await takeKeptForm(db, { tokenSha256: tokenSha256(token), userId: admin.userId ?? null });
  return sealed && unseal(sealed, token);
}

function unseal(sealed: Uint8Array, token: string): SentForm {
  const decipher = createDecipheriv(CIPHER, keyOf(token), sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  return SentForm.parse(JSON.parse(text.toString()));
}
