import { randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";

/** Lets somebody who knows the number check the certificate, and is too slow to try all numbers with. */
export async function digestPhone(phone: string): Promise<string> {
  const salt = randomBytes(16);
  const digest = (await promisify(scrypt)(phone, salt, 32)) as Buffer;
  return `scrypt:16384:8:1:${salt.toString("base64url")}:${digest.toString("base64url")}`;
}
