import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

const ROUNDS = 4096;
const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/**
 * What PostgreSQL keeps of a password, so that neither a statement nor its log holds the password itself
 * (RFC 5802, RFC 7677; PostgreSQL documentation, pg_authid).
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password.normalize("NFKC"), salt, ROUNDS, 32, "sha256");
  const storedKey = createHash("sha256").update(hmac(salted, "Client Key")).digest("base64");
  const serverKey = hmac(salted, "Server Key").toString("base64");
  return `SCRAM-SHA-256$${ROUNDS}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}
