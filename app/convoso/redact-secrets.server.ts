import { env } from "#app/env.server.ts";

const REDACTED = "[redacted]";
/** A shorter one may stand in any text by chance. */
const SHORTEST = 8;
const BASE64 = /[A-Za-z0-9+/_-]{12,}={0,2}/g;

type Known = { key: string; secrets: string[]; spellings: string[] };
let known: Known | undefined;

/** The configured secrets, in every spelling in which a header, a query or a body may hold them. */
function knownSecrets(): Known {
  const { CONVOSO_WEBHOOK_SECRET = [], CONVOSO_AUTH_TOKEN, OIDC_CLIENT_SECRET, ADMIN_PASSWORD } = env();
  const all = [CONVOSO_WEBHOOK_SECRET, CONVOSO_AUTH_TOKEN ?? [], OIDC_CLIENT_SECRET ?? [], ADMIN_PASSWORD ?? []].flat();
  const secrets = all.filter((secret) => secret.length >= SHORTEST);
  const key = secrets.join("\0");
  if (known?.key !== key) {
    // The longest first: a plain spelling may be the end of an escaped one, of which it would leave half an escape.
    const spellings = [...new Set(secrets.flatMap(spellingsOf))].sort((a, b) => b.length - a.length);
    known = { key, secrets, spellings };
  }
  return known;
}

function spellingsOf(secret: string): string[] {
  const encoded = [encodeURIComponent(secret), new URLSearchParams({ "": secret }).toString().slice(1)];
  const lowerCase = encoded.map((text) => text.replace(/%../g, (code) => code.toLowerCase()));
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inJsonInJson = JSON.stringify(inJson).slice(1, -1);
  return [secret, secret.replaceAll("+", " "), ...encoded, ...lowerCase, inJson, inJsonInJson];
}

/** A text without the secrets of this installation, whatever they are called in it; in base64, too, as Basic writes them. */
export function redactSecrets(text: string): string {
  const { secrets, spellings } = knownSecrets();
  if (secrets.length === 0) return text;
  const plain = spellings.reduce((left, spelling) => left.replaceAll(spelling, REDACTED), text);
  return plain.replace(BASE64, (token) => {
    const decoded = Buffer.from(token, "base64").toString();
    return secrets.some((secret) => decoded.includes(secret)) ? REDACTED : token;
  });
}

/** The same for the bytes of a body. Those of one without a secret are returned as they are. */
export function redactSecretsInBody(body: Uint8Array): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const found = knownSecrets().spellings.filter((spelling) => bytes.includes(spelling));
  if (found.length === 0) return body;
  const asBytes = (text: string) => Buffer.from(text).toString("latin1");
  const text = found.reduce((left, spelling) => left.replaceAll(asBytes(spelling), REDACTED), bytes.toString("latin1"));
  return Buffer.from(text, "latin1");
}
