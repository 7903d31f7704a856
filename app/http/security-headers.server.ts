/** A page needs nothing from anywhere else, so everything is forbidden that is not named here. */
const ON_EVERY_RESPONSE = {
  // For what is no page: data, files, refusals. A page brings its own policy.
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "X-Content-Type-Options": "nosniff",
  // The sign-in link has its token in the address. Not "no-referrer", with which browsers post forms with `Origin: null`.
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy":
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), publickey-credentials-get=(), usb=()",
  // Nearly everything here is personal data; what is not, such as files with a digest in their name, says otherwise.
  "Cache-Control": "no-store",
};

/** Two years, as browsers ask of those who mean it. Only over TLS: elsewhere browsers ignore it. */
const OVER_TLS = { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" };

/** What every response carries, unless it sets the header itself. */
export function securityHeaders({ isTls }: { isTls: boolean }): Record<string, string> {
  return { ...ON_EVERY_RESPONSE, ...(isTls && OVER_TLS) };
}

/** The two style attributes there are, both of the Radix tabs: `animation-duration:0s` and `outline:none`. */
const TAB_STYLES =
  "'sha256-PhrR5O1xWiklTp5YfH8xWeig83Y/rhbrdb5whLn1pSg=' 'sha256-MtxTLcyxVEJFNLEIqbVTaqR4WWr0+lYSZ78AzGmNsuA='";

/**
 * The Content-Security-Policy of a page: scripts of our own origin, or with this response's nonce; no inline styles, no
 * frames, no plug-ins, forms only to ourselves.
 * @param isDevelopment the dev server tells the browser to reload over a WebSocket on its own port
 */
export function pagePolicy(nonce: string, { isDevelopment }: { isDevelopment: boolean }): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    `style-src-attr 'unsafe-hashes' ${TAB_STYLES}`,
    "img-src 'self'",
    "font-src 'self'",
    "media-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws: http:" : ""}`,
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}
