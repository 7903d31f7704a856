import type { Except } from "#app/db/archive/is-none-of.server.ts";
import { log } from "#app/log.server.ts";
import { StoreFault } from "#app/store/store.server.ts";

/** A store that fails so often in a row is away. One that fails less often has files that cannot be read. */
const MOST_IN_A_ROW = 3;

type Trouble = { inARow: number; files: number[]; message: string };

/** What a run over many files of several stores notes of those that it cannot read, so that the others are read. */
export type Troubles = {
  /**
   * Reads a file, unless its store does not answer. @returns null then, and where the store fails, which is noted.
   * @throws what is no fault of a store
   */
  orNote: <T>(file: { id: number; store: string }, read: () => Promise<T>) => Promise<T | null>;
  /** The stores that do not answer, and the files that could not be read. */
  except: () => Except;
  /** What is wrong, in words for the admin; null where nothing is. */
  words: () => string | null;
};

export function noteTroubles(): Troubles {
  const troubles = new Map<string, Trouble>();
  const all = () => [...troubles];
  const isAway = ({ inARow }: Trouble) => inARow >= MOST_IN_A_ROW;
  return {
    async orNote({ id, store }, read) {
      const trouble = troubles.get(store) ?? { inARow: 0, files: [], message: "" };
      if (isAway(trouble)) return null;
      try {
        const result = await read();
        trouble.inARow = 0;
        return result;
      } catch (error) {
        if (!(error instanceof StoreFault)) throw error;
        log().warn({ err: error, store }, "a file of the archive could not be read");
        troubles.set(store, {
          inARow: trouble.inARow + 1,
          files: [...trouble.files, id],
          message: error.message,
        });
        return null;
      }
    },
    except: () => ({
      stores: all().flatMap(([store, trouble]) => (isAway(trouble) ? [store] : [])),
      ids: all().flatMap(([, { files }]) => files),
    }),
    words() {
      const lines = all().map(([store, trouble]) => {
        const { files, message } = trouble;
        if (isAway(trouble)) return `The store ${store} could not be read: ${message}`;
        return `${files.length} ${files.length === 1 ? "file" : "files"} of ${store} could not be read: ${message}`;
      });
      return lines.length > 0 ? lines.join(" ") : null;
    },
  };
}
