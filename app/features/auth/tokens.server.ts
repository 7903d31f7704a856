import { createHash, createHmac, randomBytes } from "node:crypto";

/** 256 random bits as text for a cookie or link. Never stored: the database holds its digest. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** The digest by which a token is looked up. A token is random, so it needs no slow hash. */
export function tokenSha256(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** Changes with the password. Who has only the database cannot try passwords on it: they lack the token. */
export function markOf(password: string, token: string): Buffer {
  return createHmac("sha256", token).update(password).digest();
}
