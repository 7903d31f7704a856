import { z } from "zod";

/** A new password: long, and no other rules, which make passwords worse. */
export const NewPassword = z
  .string()
  .min(12, "Choose a password of at least 12 characters.")
  .max(200, "Choose a password of at most 200 characters.");
