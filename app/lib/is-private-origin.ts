/** Whether an address such as "http://localhost:3000" is reachable only from this machine or its network. */
export function isPrivateOrigin(origin: string): boolean {
  const { hostname } = new URL(origin);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".local") ||
    hostname.startsWith("[") ||
    /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\./.test(hostname)
  );
}
