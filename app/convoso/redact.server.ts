import { redactSecrets } from "#app/convoso/redact-secrets.server.ts";

const REDACTED = "[redacted]";

// Whatever a proxy or an administrator calls it: x-api-key, x-vercel-oidc-token, x-hook-auth …
const SECRET_HEADER = /auth|cookie|secret|token|passw|signature|credential|api-?key/i;
const SECRET_PARAMETER = /^key$|auth|secret|token|passw|pwd|signature|credential|api[-_]?key/i;

/** Whether a query parameter carries a credential: it is never a field, and its value never leaves memory. */
export function isSecretParameter(name: string): boolean {
  return SECRET_PARAMETER.test(name.trim());
}

/** Proxies copy the whole address, or another header, into headers with harmless names. */
function redactInside(value: string): string {
  return redactSecrets(value)
    .replace(/([?&]([^=&?\s]{1,100})=)[^&\s]*/g, (all, start, name) =>
      isSecretParameter(name) ? start + REDACTED : all,
    )
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`);
}

/** The headers as they may be stored and shown. */
export function redactHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [name, SECRET_HEADER.test(name) ? REDACTED : redactInside(value)]),
  );
}

/** The query string, without "?", as it may be stored and shown. */
export function redactQuery(query: URLSearchParams): string {
  return [...query]
    .map(([name, value]) => {
      const shown = isSecretParameter(name) ? REDACTED : encodeURIComponent(redactInside(value));
      return `${encodeURIComponent(redactSecrets(name))}=${shown}`;
    })
    .join("&");
}
