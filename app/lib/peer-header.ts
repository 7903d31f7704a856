/**
 * Carries the client's address from the process that is connected to them to the one that shows the pages. The
 * former sets it on every request, so nobody else can.
 */
export const PEER_HEADER = "portal-peer";
