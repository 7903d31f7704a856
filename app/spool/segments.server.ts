import { readdirSync, statSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse } from "uuid";

/** A file of the spool. `.spool`: a process may be writing it; `.draining`: only to be read, and removed at the end. */
export type Segment = { path: string; bytes: number };

const WRITING = ".spool";
const DRAINING = ".draining";
const DAMAGED = ".damaged";

/** Makes the folder, for its owner only. */
export async function ensureFolder(dir: string): Promise<void> {
  if (await mkdir(dir, { recursive: true, mode: 0o700 })) await syncFolder(dirname(dir));
}

/** Makes sure that the names in a folder survive a power cut. */
export async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Where the segment of this name, a UUID, is written. */
export function segmentPath(dir: string, name: string): string {
  return join(dir, name + WRITING);
}

/** The marker of a segment's frames is its name. */
export function markerOf(path: string): Uint8Array {
  return parse(path.slice(path.lastIndexOf("/") + 1).replace(/\..*$/, ""));
}

/**
 * Every segment that holds, or may hold, records; the oldest first. A folder that is not there holds none.
 *
 * Synchronous, since a writer asks before each write: it takes microseconds, where a machine that is short of processor
 * time may let each step of a promise wait for a tenth of a second.
 */
export function listSegments(dir: string): Segment[] {
  const paths = listNames(dir).map((name) => join(dir, name));
  const sizes = paths.map((path) => statSync(path, { throwIfNoEntry: false })?.size);
  // One that is taken at this very moment gets another name, and must not be overlooked.
  if (sizes.includes(undefined)) return listSegments(dir);
  return paths.map((path, index) => ({ path, bytes: sizes[index] as number }));
}

/**
 * Takes every segment away from its writer, and returns them. A writer looks for its segment after each write,
 * and writes what came too late for us once more elsewhere; so this is safe at any moment.
 */
export async function takeSegments(dir: string): Promise<Segment[]> {
  for (const name of listNames(dir)) {
    if (name.endsWith(WRITING)) await rename(join(dir, name), join(dir, name.replace(WRITING, DRAINING))).catch(orNull);
  }
  return listSegments(dir).filter(({ path }) => path.endsWith(DRAINING));
}

function listNames(dir: string): string[] {
  return namesIn(dir)
    .filter((name) => /^[0-9a-f-]{36}\.(spool|draining)$/.test(name))
    .sort();
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    return orNull(error as NodeJS.ErrnoException) ?? [];
  }
}

/** Puts a segment aside, under another name, for a person to see what is damaged. */
export async function setAside(path: string): Promise<void> {
  await rename(path, path.replace(DRAINING, DAMAGED)).catch(orNull);
}

/** How many segments were put aside. */
export function countSetAside(dir: string): number {
  return namesIn(dir).filter((name) => name.endsWith(DAMAGED)).length;
}

/** Null for a file that is not there. */
export function orNull(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
