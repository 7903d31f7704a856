import { createContext } from "react";

/** The theme that the viewer chose over the system's. Known on the server only: it is written into the page once. */
export const Theme = createContext<"light" | "dark" | undefined>(undefined);
