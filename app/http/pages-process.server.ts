import { type ChildProcess, fork } from "node:child_process";
import { Agent, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createProxyServer } from "httpxy";
import { spoolFault } from "#app/features/health/spool-fault.server.ts";
import { PEER_HEADER } from "#app/lib/peer-header.ts";
import { log } from "#app/log.server.ts";

/** What this process says to that of the pages. A `head` of a request comes with its connection. */
export type ToPages = { isStopping?: true; spoolFault?: string | null; head?: string };
/** What that says to this one: the socket on which it answers. */
export type FromPages = { socketPath: string };

/** What pages wait for: nothing, unless this process was started while they are still being built. */
export const pages: { built: Promise<unknown> } = { built: Promise.resolve() };

const PROGRAM = new URL("../../pages.ts", import.meta.url);
/**
 * With room for its young objects as big as Node would have it, it holds 50 MiB more and answers no sooner; an export, whose
 * pieces each fill a part of that room, takes twice the processor time. One thread sweeps them, as in the web process: a page
 * takes an eighth less of processor time and of waiting.
 */
const PAGES_FLAGS = ["--max-semi-space-size=8", "--no-parallel-scavenge"];
const TELL_EVERY_MS = 1_000;
/** One that ends as soon as it is started must not occupy a processor. */
const REST_MS = 1_000;

/** What may be long: exports and recordings. */
const DOWNLOADS = /^\/admin\/super\/(exports\/|calls\/[^/]+\/recording)/;

/** The other half of the web process: shows the pages, in a process of its own. */
export type PagesProcess = {
  /** Lets it answer. Starts it where it does not run. */
  answer: (req: IncomingMessage, res: ServerResponse) => void;
  start: () => void;
  /** Lets those leave who only watch. It goes on answering until this process ends, and then ends as well. */
  prepareToStop: () => void;
};

/**
 * Why a process of its own: a page takes ten to a hundred milliseconds of a processor, in which one process could take no
 * delivery; and whatever goes wrong with pages, deliveries are taken.
 */
export function createPagesProcess(): PagesProcess {
  const agent = new Agent({ keepAlive: true });
  const proxy = createProxyServer({ agent });
  let running: Promise<string> | undefined;
  let rest: Promise<void> | undefined;
  let child: ChildProcess | undefined;

  function start(): Promise<string> {
    running ??= Promise.all([pages.built, rest]).then(startChild);
    return running;
  }

  function startChild(): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    child = fork(PROGRAM, { execArgv: PAGES_FLAGS });
    const telling = tellOfSpool(child);
    child.once("message", ({ socketPath }: FromPages) => resolve(socketPath));
    const end = (why: object) => {
      if (running === undefined) return;
      clearInterval(telling);
      running = undefined;
      rest = sleep(REST_MS, undefined, { ref: false });
      reject(new Error("The process of the pages has ended."));
      log().error(why, "the process that shows the pages has ended; it starts again when one is asked for");
    };
    child.on("error", (error) => end({ err: error })); // it could not be started
    child.once("exit", (code, signal) => end({ code, signal }));
    return promise;
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      const socketPath = await start();
      if (req.method === "GET" && DOWNLOADS.test(req.url ?? "")) return handOver(child, req);
      await proxy.web(req, res, { target: { socketPath }, headers: { [PEER_HEADER]: peerOf(req.socket) } });
    } catch (error) {
      if (res.destroyed) return; // whoever asked has left
      log().error({ err: error }, "a page could not be asked for");
      if (res.headersSent) return void res.destroy();
      res.writeHead(503, { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "5" });
      res.end(
        "The pages cannot be shown at the moment. Deliveries are taken all the same. Please try again in some seconds.",
      );
    }
  }

  return {
    answer: (req, res) => void answer(req, res),
    start: () => void start().catch(() => {}), // logged where it ended
    prepareToStop: () => tell(child, { isStopping: true }),
  };
}

const peerOf = (socket: Socket) => socket.remoteAddress ?? "";

/** Gives the connection away, with the request that came over it: to pass on a hundred megabytes would cost deliveries their time. */
function handOver(child: ChildProcess | undefined, { method, url, headers, socket }: IncomingMessage): void {
  const all = { ...headers, connection: "close", [PEER_HEADER]: peerOf(socket) };
  const lines = Object.entries(all).flatMap(([name, value]) => [value ?? []].flat().map((one) => `${name}: ${one}`));
  if (!child?.connected) throw new Error("The process of the pages has ended.");
  child.send(
    { head: [`${method} ${url} HTTP/1.1`, ...lines, "", ""].join("\r\n") } satisfies ToPages,
    socket,
    undefined,
    () => {},
  );
}

/** Only this process writes to the spool, so only it knows what is wrong with it. */
function tellOfSpool(child: ChildProcess): NodeJS.Timeout {
  let told: string | null = null;
  return setInterval(() => {
    const fault = spoolFault();
    if (fault !== told) tell(child, { spoolFault: fault });
    told = fault;
  }, TELL_EVERY_MS).unref();
}

function tell(child: ChildProcess | undefined, message: ToPages): void {
  if (child?.connected) child.send(message, () => {}); // should it be gone, its end says so
}
