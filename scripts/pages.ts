/** What the pages of this web process wait for: nothing, unless it was started while they are still being built. */
export const pages: { built: Promise<unknown> } = { built: Promise.resolve() };
