/** Whether an address like "http://localhost:3000" can be reached from this machine or its network only. */
export function isPrivateOrigin(origin: string): boolean {
  const { hostname } = new URL(origin);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".local") ||
    hostname.startsWith("[") ||
    /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\./.test(hostname)
  );
}
