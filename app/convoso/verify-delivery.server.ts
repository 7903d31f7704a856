import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** How a delivery proved where it comes from, or why it did not. Neither text ever holds a secret. */
export type Verification =
  | { ok: true; by: "unsigned-allowed" | "signature" | "header" | "authorization" | "query" }
  | { ok: false; reason: string; hint: string };

/** `secrets`: any of them is right, so that one can be replaced without losing deliveries. None: all are accepted. */
export type Credentials = { secrets: string[]; headers: Headers; query: URLSearchParams; body: Uint8Array };

const HINT =
  "In Convoso Connect, put “x-webhook-secret: <the secret>” in the Authorization Header box of the endpoint, or add ?key=<the secret> to its URL. The secret is CONVOSO_WEBHOOK_SECRET.";

function isEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  const digest = (value: string | Uint8Array) => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Compares everything with everything, so that the time taken tells nothing about which was close. */
function matchesAny(candidates: (string | Uint8Array)[], expected: (string | Uint8Array)[]): boolean {
  return candidates.flatMap((candidate) => expected.map((secret) => isEqual(candidate, secret))).includes(true);
}

function decodeSignature(header: string): Uint8Array {
  const text = header.replace(/^sha256=/i, "").trim();
  return Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? "hex" : "base64");
}

function fromAuthorization(header: string): string[] {
  const [, scheme = "", value = ""] = /^(\S+)\s+(.*)$/.exec(header) ?? [];
  if (scheme.toLowerCase() !== "basic") return [header, value];
  const decoded = Buffer.from(value, "base64").toString();
  const colon = decoded.indexOf(":");
  return [header, decoded, decoded.slice(0, Math.max(colon, 0)), decoded.slice(colon + 1)];
}

/**
 * Checks a delivery's credentials. `x-convoso-signature` is the HMAC-SHA256 of the raw body, in hex or base64; a wrong one
 * is refused whatever else came, since somebody signed something else. Convoso itself cannot sign, so the plain secret is
 * accepted as `x-webhook-secret`, in `Authorization` (Bearer, Basic or bare), or as `?key=`.
 */
export function verifyDelivery({ secrets, headers, query, body }: Credentials): Verification {
  if (secrets.length === 0) return { ok: true, by: "unsigned-allowed" };
  const usable = secrets.filter((secret) => secret !== "");
  const signature = headers.get("x-convoso-signature");
  if (signature) {
    const expected = usable.map((secret) => createHmac("sha256", secret).update(body).digest());
    if (matchesAny([decodeSignature(signature)], expected)) return { ok: true, by: "signature" };
    const reason = "The x-convoso-signature header does not match the body and our secret.";
    return { ok: false, reason, hint: `It must be the HMAC-SHA256 of the raw body. Convoso cannot sign: ${HINT}` };
  }
  const header = headers.get("x-webhook-secret");
  const authorization = headers.get("authorization");
  const keys = query.getAll("key");
  const given = {
    header: header ? [header] : [],
    authorization: authorization ? fromAuthorization(authorization) : [],
    // A secret with "+" in it, pasted into a URL as it is, arrives with a space there.
    query: keys.flatMap((key) => [key, key.replaceAll(" ", "+")]),
  };
  for (const by of ["header", "authorization", "query"] as const) {
    if (matchesAny(given[by], usable)) return { ok: true, by };
  }
  const isMissing = !header && !authorization && keys.length === 0;
  return {
    ok: false,
    reason: isMissing ? "The delivery has no secret." : "The secret of the delivery is wrong.",
    hint: HINT,
  };
}
