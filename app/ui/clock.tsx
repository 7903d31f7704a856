import { createContext, useContext } from "react";

/**
 * The viewer's time zone, whether they want times as clock or as distance ("3 min ago"), and the moment at which the
 * server made the page: what times are shown against.
 */
export type ClockSettings = { timeZone: string; times: "clock" | "distance"; now: Date };

export const Clock = createContext<ClockSettings>({ timeZone: "UTC", times: "clock", now: new Date(0) });

export function useClock() {
  return useContext(Clock);
}
