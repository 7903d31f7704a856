/** `next` if it is a path of ours, else the portal: a link can never send an admin to another site after signing in. */
export function localPath(next: string | null): string {
  if (!next?.startsWith("/")) return "/admin/super";
  const base = "http://portal.invalid";
  const url = URL.parse(next, base);
  // "/.//elsewhere" is a path of ours, and becomes "//elsewhere", which is another host.
  const isOurs = url?.origin === base && !url.pathname.startsWith("//");
  return isOurs ? url.pathname + url.search : "/admin/super";
}
