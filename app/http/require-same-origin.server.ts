/**
 * The answer to a state-changing request that another site's page made in the admin's browser; null for any other
 * request. Browsers tell by `Sec-Fetch-Site`, older ones by `Origin`; a request with neither comes from no browser and
 * brings no cookie.
 */
export function refuseCrossSite(request: Request): Response | null {
  if (request.method === "GET" || request.method === "HEAD") return null;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isSameSite = site === null || site === "same-origin" || site === "none";
  const isSameOrigin = origin === null || URL.parse(origin)?.host === new URL(request.url).host;
  return isSameSite && isSameOrigin ? null : new Response("This form was sent from another site.", { status: 403 });
}

/**
 * Lets only requests of our own pages pass.
 * @throws 403
 */
export function requireSameOrigin(request: Request): void {
  const refusal = refuseCrossSite(request);
  if (refusal) throw refusal;
}
