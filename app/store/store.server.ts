import type { Readable } from "node:stream";

/** A file on this machine that is to be stored. `sha256` in hex. */
export type FileToStore = { path: string; bytes: number; sha256: string; contentType: string };

export type FileDigest = { bytes: number; sha256: string };

/** The first and the last byte that are wanted, counted from 0. */
export type ByteRange = { first: number; last: number };

/** Where files are kept for years. Each method throws a {@link StoreFault} where the store cannot do what it is asked. */
export type Store = {
  /** Names the store on each row of a file that it keeps: "folder", or the address of a bucket. */
  name: string;
  /** A folder of this machine for files under way. The store may move a file from here. */
  incoming: string;
  /** Writes a file under a key, whole or not at all. */
  put: (key: string, file: FileToStore) => Promise<void>;
  /** The bytes of a file, or of a part; null where there is no such file. */
  read: (key: string, range?: ByteRange) => Promise<Readable | null>;
  /** The length of a file and its SHA-256 in hex, of the bytes that the store gives back; null where there is no such file. */
  digest: (key: string, signal?: AbortSignal) => Promise<FileDigest | null>;
  /** Deletes a file; fine where there is none. */
  remove: (key: string) => Promise<void>;
  /** All files, in no certain order. */
  list: () => AsyncIterable<{ key: string; bytes: number }>;
};

/** Why a store cannot do anything now: see app/lib/archive-holds.ts. */
export type StoreTrouble = "full" | "not writable" | "no store" | "denied" | "region" | "store away";

/** The store itself is in trouble, not this file. The message is for the admin. */
export class StoreFault extends Error {
  override name = "StoreFault";
  readonly why: StoreTrouble;
  constructor(why: StoreTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.why = why;
  }
}
