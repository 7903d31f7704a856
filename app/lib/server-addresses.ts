const ADDRESS = /^(postgres(?:ql)?:\/\/)([^/?#]*@)?([^/?#@]*)(.*)$/s;

/**
 * The servers of a PostgreSQL URL as libpq reads it: `postgres://user:password@one:5432,two/portal` names two.
 * @returns the URL of each server, in their order; empty where one of them is no URL
 */
export function serverAddresses(address: string): string[] {
  const [, scheme = "", user = "", hosts = "", rest = ""] = ADDRESS.exec(address) ?? [];
  const addresses = hosts.split(",").map((host) => `${scheme}${user}${host}${rest}`);
  return addresses.every((one) => URL.canParse(one)) ? addresses : [];
}
