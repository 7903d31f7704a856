/** A stream of server-sent events (HTML standard, section 9.2). */
export type EventStream = {
  send: (event: string, data: unknown) => void;
  end: () => void;
};

type Options = {
  /** The request's: aborted when the client leaves. */
  signal: AbortSignal;
  /** Called at every beat; the stream ends where it returns false. Must not throw. */
  beat: (stream: EventStream) => Promise<boolean>;
  /** Called once, when the stream is open. @returns what to do when it has ended */
  open: (stream: EventStream) => () => void;
};

/** Within this a session that ended is noticed here, and within a few of these a lost connection in the browser. */
const BEAT_MS = 5_000;
const RECONNECT_MS = 3_000;
/** Chunks that wait for a client which does not read. It comes back when it does, and is told what it missed. */
const MOST_WAITING = 100;

const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  // Without no-transform the compression would hold every event back.
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
};

/** A stream that says one word and ends. */
export function oneEvent(event: string): Response {
  return new Response(`event: ${event}\ndata: null\n\n`, { headers: HEADERS });
}

/** Answers with a stream that stays open. Every event's id is the moment it was sent, in milliseconds since 1970. */
export function eventStream({ signal, beat, open }: Options): Response {
  let leave = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder();
      const ended = new AbortController();
      const write = (text: string) => {
        if (ended.signal.aborted) return;
        if ((controller.desiredSize ?? 0) < -MOST_WAITING) end();
        else controller.enqueue(encoder.encode(text));
      };
      const end = () => {
        if (ended.signal.aborted) return;
        ended.abort();
        controller.close();
      };
      const send = (event: string, data: unknown) =>
        write(`id: ${Date.now()}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      const timer = setInterval(async () => {
        if (await beat({ send, end })) send("beat", null);
        else end();
      }, BEAT_MS);
      ended.signal.addEventListener("abort", () => clearInterval(timer));
      leave = () => ended.abort();
      signal.addEventListener("abort", end, { once: true });

      write(`retry: ${RECONNECT_MS}\n\n`);
      ended.signal.addEventListener("abort", open({ send, end }));
      if (signal.aborted) end();
    },
    cancel: () => leave(),
  });
  return new Response(body, { headers: HEADERS });
}
