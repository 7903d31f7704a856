import { createContext } from "react";

type Look = { theme?: "light" | "dark"; density?: "comfortable" | "compact" };

/** How the viewer wants pages to look, as far as it is not as usual. Known on the server only. */
export const DocumentLook = createContext<Look>({});

/** The nonce of this response's inline scripts. Known on the server only, because browsers hide it from scripts. */
export const Nonce = createContext<string | undefined>(undefined);
