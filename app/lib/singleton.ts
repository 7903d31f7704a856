/**
 * One instance per process under `name`, also across the dev server's reloads and when the same source is loaded twice
 * (once bundled by Remix, once run by Node itself).
 */
export function singleton<T>(name: string, create: () => T): T {
  const store = globalThis as { portalSingletons?: Map<string, unknown> };
  store.portalSingletons ??= new Map();
  if (!store.portalSingletons.has(name)) store.portalSingletons.set(name, create());
  return store.portalSingletons.get(name) as T;
}
