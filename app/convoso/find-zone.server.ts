import { DateTime } from "luxon";
import type { ProblemCode } from "#app/convoso/problems.server.ts";

/** Zones of the United States by their names. With "Standard" or "Daylight", or as EST and EDT, the offset is fixed. */
const AMERICAN: Record<string, [zone: string, standard: number]> = {
  e: ["America/New_York", -5],
  c: ["America/Chicago", -6],
  m: ["America/Denver", -7],
  p: ["America/Los_Angeles", -8],
  ak: ["America/Anchorage", -9],
  h: ["Pacific/Honolulu", -10],
};
const WORDS: Record<string, string> = {
  eastern: "e",
  central: "c",
  mountain: "m",
  pacific: "p",
  alaska: "ak",
  hawaii: "h",
  alaskan: "ak",
  hawaiian: "h",
};

/** Abbreviations with one meaning, in hours from UTC. */
const FIXED: Record<string, number> = {
  ...{
    utc: 0,
    gmt: 0,
    ut: 0,
    z: 0,
    wet: 0,
    west: 1,
    cet: 1,
    cest: 2,
    eet: 2,
    eest: 3,
    msk: 3,
    sast: 2,
    pkt: 5,
    jst: 9,
    kst: 9,
    hkt: 8,
    sgt: 8,
  },
  ...{ pht: 8, awst: 8, aest: 10, aedt: 11, acst: 9.5, acdt: 10.5, nzst: 12, nzdt: 13, brt: -3, nst: -3.5, ndt: -2.5 },
};

/** Abbreviations of which people mean different places, each with the account zones that settle it. */
const AMBIGUOUS: Record<string, [offset: number, accounts: RegExp][]> = {
  ast: [[-4, /^America\/|^Atlantic\//], [3, /^Asia\//]],
  adt: [[-3, /^America\/|^Atlantic\//], [4, /^Asia\//]],
  bst: [[1, /^Europe\//], [6, /^Asia\/Dhaka$/]],
  ist: [[5.5, /^Asia\/(?:Kolkata|Calcutta|Colombo)$/], [1, /^Europe\/Dublin$/], [2, /^Asia\/(?:Jerusalem|Tel_Aviv)$/]],
  cst: [[8, /^Asia\//], [-6, /./]],
  cdt: [[-5, /./]],
  est: [[10, /^Australia\//], [-5, /./]],
  edt: [[11, /^Australia\//], [-4, /./]],
}; // biome-ignore format: a table

type FoundZone = { zone: string; code: ProblemCode | null };

/** A zone that is so many hours from UTC all the year. */
export function fixedZone(hours: number): string {
  const minutes = Math.round(Math.abs(hours) * 60);
  const sign = hours < 0 ? "-" : "+";
  return minutes === 0 ? "utc" : `UTC${sign}${Math.trunc(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

const isAmerican = (timeZone: string) => /^(?:America|US|Canada)\/|^Pacific\/Honolulu$/.test(timeZone);

function findAmbiguous(name: string, timeZone: string): FoundZone | null | undefined {
  const meanings = AMBIGUOUS[name];
  if (!meanings || (isAmerican(timeZone) && /^[ec][sd]t$/.test(name))) return undefined;
  const meant = meanings.find(([, accounts]) => accounts.test(timeZone));
  return meant ? { zone: fixedZone(meant[0]), code: "zone-assumed" } : null;
}

/**
 * The zone that a name at the end of a time means to an account in `timeZone`: the United States' by their names and
 * abbreviations, others where they have one meaning, ambiguous ones as the account's own region means them, with a code.
 * @returns null where nobody can tell
 */
export function findZone(text: string, timeZone: string): FoundZone | null {
  const name = text.toLowerCase();
  const ambiguous = findAmbiguous(name, timeZone);
  if (ambiguous !== undefined) return ambiguous;
  const offset = FIXED[name];
  if (offset !== undefined) return { zone: fixedZone(offset), code: null };
  const [, short = "", season = ""] = /^(ak|e|c|m|p|h)([sd])?t$/.exec(name) ?? [];
  const [, word = "", wordSeason = ""] = /^([a-z]+)(?: (standard|daylight))?(?: time)?$/.exec(name) ?? [];
  const region = AMERICAN[short] ?? AMERICAN[WORDS[word] ?? ""];
  if (!region) return null;
  const [zone, standard] = region;
  const kind = (season || wordSeason).slice(0, 1);
  if (kind === "") return { zone, code: null };
  return { zone: fixedZone(standard + (kind === "d" ? 1 : 0)), code: null };
}

/** Whether an American abbreviation is that of the other season: PST in summer, or EDT in winter. */
export function isOtherSeason(text: string, at: Date): boolean {
  const [, short = "", season = ""] = /^(ak|e|c|m|p)([sd])t$/.exec(text.toLowerCase()) ?? [];
  const region = AMERICAN[short];
  return region !== undefined && DateTime.fromJSDate(at, { zone: region[0] }).isInDST !== (season === "d");
}
