import { secretPattern } from "#app/convoso/secret-pattern.server.ts";
import { env } from "#app/env.server.ts";

const REDACTED = "[redacted]";
/** A shorter one may stand in any text by chance. */
const SHORTEST = 8;
/** The shortest secret takes eleven characters. */
const BASE64 = /[A-Za-z0-9+/_-]{11,}={0,2}/g;

type Known = { key: string; secrets: string[]; inText: RegExp; inBytes: RegExp; cores: string[]; traces: string[] };
let known: Known | undefined;

/** The configured secrets, and what finds them. `traces`: a body without any of these holds none. */
function knownSecrets(): Known {
  const { CONVOSO_WEBHOOK_SECRET = [], CONVOSO_AUTH_TOKEN, OIDC_CLIENT_SECRET, ADMIN_PASSWORD } = env();
  const all = [CONVOSO_WEBHOOK_SECRET, CONVOSO_AUTH_TOKEN ?? [], OIDC_CLIENT_SECRET ?? [], ADMIN_PASSWORD ?? []].flat();
  const secrets = all.filter((secret) => secret.length >= SHORTEST);
  const key = secrets.join("\0");
  if (known?.key !== key) {
    const cores = secrets.flatMap(base64Of);
    const asForms = secrets.flatMap((secret) => [secret.replaceAll("+", " "), secret.replaceAll(" ", "+")]);
    const traces = [...new Set([...secrets, ...asForms, ...cores, "\\", "%", "&"])];
    const [inText, inBytes] = [secretPattern(secrets, false), secretPattern(secrets, true)];
    known = { key, secrets, inText, inBytes, cores, traces };
  }
  return known;
}

/** What stands in every base64 of a text that holds the secret, by where in three bytes it begins; for both alphabets. */
function base64Of(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const cores = [0, 1, 2].map((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes]);
    const whole = all.subarray(before && 3, all.length - (all.length % 3));
    return whole.toString("base64");
  });
  return [...new Set(cores.flatMap((core) => [core, core.replaceAll("+", "-").replaceAll("/", "_")]))];
}

/** A text without the secrets of this installation, whatever they are called in it; in base64, too, as Basic writes them. */
export function redactSecrets(text: string): string {
  const { secrets, inText } = knownSecrets();
  if (secrets.length === 0) return text;
  const plain = text.replace(inText, REDACTED);
  return plain.replace(BASE64, (token) => {
    const decoded = Buffer.from(token, "base64").toString();
    return secrets.some((secret) => decoded.includes(secret)) ? REDACTED : token;
  });
}

/** The same for the bytes of a body. Those of one without a secret are returned as they are. */
export function redactSecretsInBody(body: Uint8Array): Uint8Array {
  const { secrets, traces, inBytes, cores } = knownSecrets();
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (secrets.length === 0 || !traces.some((trace) => bytes.includes(trace))) return body;
  const text = bytes.toString("latin1");
  const redacted = cores.reduce(redactBase64, text.replace(inBytes, REDACTED));
  return redacted === text ? body : Buffer.from(redacted, "latin1");
}

const OF_BASE64 = /[A-Za-z0-9+/_=-]/;

/** A text without any base64 that has this core. A regular expression would try each place of a long one. */
function redactBase64(text: string, core: string): string {
  let left = text;
  for (let at = left.indexOf(core); at >= 0; at = left.indexOf(core)) {
    let [start, end] = [at, at + core.length];
    while (start > 0 && OF_BASE64.test(left[start - 1] ?? "")) start--;
    while (end < left.length && OF_BASE64.test(left[end] ?? "")) end++;
    left = left.slice(0, start) + REDACTED + left.slice(end);
  }
  return left;
}
