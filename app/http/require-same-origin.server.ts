/**
 * Refuses a state-changing request that another site's page made in the admin's browser. Browsers tell by
 * `Sec-Fetch-Site`, older ones by `Origin`; a request with neither comes from no browser and brings no cookie by itself.
 * @throws 403
 */
export function requireSameOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isSame = site
    ? site === "same-origin" || site === "none"
    : origin === null || URL.parse(origin)?.host === new URL(request.url).host;
  if (!isSame) throw new Response("This form was sent from another site.", { status: 403 });
}
