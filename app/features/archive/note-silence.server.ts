/** So many recordings in a row of which their host says nothing mean that it is away. */
const MOST_IN_A_ROW = 3;
/** A host that is away is asked for one recording again after so long. */
const REST_MS = 5 * 60_000;

/** Which hosts do not answer, so that they hold up nobody else's recordings. */
export type Silence = {
  note: (url: string, isSilent: boolean) => void;
  /** The hosts to leave alone now, with their ports. */
  away: () => string[];
};

/** The host of a link, and its port where it names one: as the database takes it out of the link. */
const hostOf = (url: string) => url.split("/")[2] ?? "";

export function noteSilence(): Silence {
  const silent = new Map<string, { inARow: number; at: number }>();
  return {
    note(url, isSilent) {
      const host = hostOf(url);
      if (isSilent) silent.set(host, { inARow: (silent.get(host)?.inARow ?? 0) + 1, at: Date.now() });
      else silent.delete(host);
    },
    away: () =>
      [...silent].flatMap(([host, { inARow, at }]) =>
        inARow >= MOST_IN_A_ROW && Date.now() - at < REST_MS ? [host] : [],
      ),
  };
}
