import { createContext } from "react";

/** The nonce that this response's inline scripts must carry. Known on the server only: browsers hide it from scripts. */
export const Nonce = createContext<string | undefined>(undefined);
