import { CHANGE_KINDS, type ChangeKind } from "#app/lib/change-kinds.ts";

/**
 * asking: there is no stream, so the page asks. away: the portal answers, its database does not. lost: nobody answers.
 * signed out: the session has ended. off: the server has no stream for anybody.
 */
export type StreamState = "live" | "asking" | "away" | "lost" | "signed out" | "off";

/** What a page is told. `changedAt`: after this moment of the server nothing has changed. Milliseconds since 1970. */
export type Told = { state: StreamState; changed: readonly ChangeKind[]; changedAt: number };

export type Listener = {
  /** When the page's data was loaded, in milliseconds since 1970. */
  since: () => number;
  tell: (told: Told) => void;
};

const ADDRESS = "/admin/super/live";
const ASK_EVERY_MS = 10_000;
const ANSWERS_WITHIN_MS = 5_000;
/** The server sends something every 5 seconds; a connection that broke without a word sends nothing. */
export const SILENT_AFTER_MS = 15_000;

/** Tells of changes as the server streams them, and asks now and then where it gets no stream. @returns what ends it */
export function openStream({ since, tell }: Listener): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout>;
  let changedAt = since();
  let isOver = false;

  function awaitWord(): void {
    clearTimeout(timer);
    timer = setTimeout(doWithout, SILENT_AFTER_MS);
  }

  function hear(state: StreamState, changed: readonly ChangeKind[] = []): void {
    awaitWord();
    tell({ state, changed, changedAt });
  }

  function open(): void {
    awaitWord();
    source = new EventSource(`${ADDRESS}?since=${changedAt}`);
    let isAway = false;
    source.onopen = () => hear("live");
    source.onerror = () => {
      // The browser reconnects, except after an answer that is not a stream, such as 503.
      if (source.readyState === EventSource.CLOSED) void doWithout();
      else tell({ state: "lost", changed: [], changedAt });
    };
    source.addEventListener("beat", () => hear(isAway ? "away" : "live"));
    source.addEventListener("off", () => {
      end();
      tell({ state: "off", changed: [], changedAt });
    });
    source.addEventListener("lost", () => {
      isAway = true;
      hear("away");
    });
    source.addEventListener("change", ({ data, lastEventId }) => {
      isAway = false;
      changedAt = Number(lastEventId);
      hear("live", JSON.parse(data));
    });
  }

  async function doWithout(): Promise<void> {
    clearTimeout(timer);
    source.close();
    const told = await ask(changedAt);
    if (isOver) return;
    changedAt = told.changedAt;
    tell(told);
    timer = setTimeout(open, ASK_EVERY_MS);
  }

  function end(): void {
    isOver = true;
    clearTimeout(timer);
    source.close();
  }

  open();
  return end;
}

/** Asks now and then, for browsers that cannot share a stream. @returns what ends it */
export function keepAsking({ since, tell }: Listener): () => void {
  const look = async () => tell(await ask(since()));
  const timer = setInterval(look, ASK_EVERY_MS);
  tell({ state: "asking", changed: [], changedAt: since() });
  return () => clearInterval(timer);
}

async function ask(since: number): Promise<Told> {
  const how = { redirect: "manual", signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) } as const;
  const answer = await fetch(`${ADDRESS}?ask=1&since=${since}`, how).catch(() => null);
  if (answer?.type === "opaqueredirect") return { state: "signed out", changed: [], changedAt: since };
  if (!answer?.ok) return { state: answer?.status === 503 ? "away" : "lost", changed: [], changedAt: since };
  const { said, at } = await answer.json();
  if (said !== "changed") return { state: said === "lost" ? "away" : "asking", changed: [], changedAt: since };
  return { state: "asking", changed: CHANGE_KINDS, changedAt: at };
}
