import { createContext, useContext } from "react";

/** The account's time zone, and the moment at which the server made the page: what times are shown against. */
export const Clock = createContext({ timeZone: "UTC", now: new Date(0) });

export function useClock() {
  return useContext(Clock);
}
