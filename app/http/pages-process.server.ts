import { type ChildProcess, fork } from "node:child_process";
import { Agent, type ClientRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createProxyServer } from "httpxy";
import type { Numbers } from "#app/features/metrics/write-metrics.server.ts";
import { spoolFault } from "#app/features/spool/spool-fault.server.ts";
import { limitForm } from "#app/http/limit-form.server.ts";
import { PEER_HEADER } from "#app/lib/peer-header.ts";
import { log } from "#app/log.server.ts";

/** What this process says to that of the pages. */
export type ToPages = { isStopping?: true; spoolFault?: string | null; isAskedForNumbers?: true };
/** What that says to this one: the socket on which it answers, first of all, and what it counted. */
export type FromPages = { socketPath: string } | { numbers: Numbers };

/** What pages wait for: nothing, unless this process was started while they are still being built. */
export const pages: { built: Promise<unknown> } = { built: Promise.resolve() };

const PROGRAM = new URL("../../pages.ts", import.meta.url);
/**
 * With Node's own size of the room for young objects an export takes twice the processor time, and with several threads to
 * sweep it a page takes an eighth more.
 */
const PAGES_FLAGS = ["--max-semi-space-size=8", "--no-parallel-scavenge"];
const TELL_EVERY_MS = 1_000;
const NUMBERS_WITHIN_MS = 1_000;
/** One that ends as soon as it is started must not occupy a processor. */
const REST_MS = 1_000;

/** The other half of the web process: shows the pages, in its own process. */
export type PagesProcess = {
  /** Lets it answer. Starts it where it does not run. */
  answer: (req: IncomingMessage, res: ServerResponse) => void;
  start: () => void;
  /** Lets those leave who only watch. It continues answering until this process ends, and then ends as well. */
  prepareToStop: () => void;
  /** What it counted (METRICS_TOKEN). Nothing where it does not run, or is too busy to say. */
  readNumbers: () => Promise<Numbers>;
};

/**
 * Why its own process: a page takes ten to a hundred milliseconds of a processor, in which one process could take no
 * delivery; and whatever goes wrong with pages, deliveries are taken.
 */
export function createPagesProcess(): PagesProcess {
  const agent = new Agent({ keepAlive: true });
  const proxy = createProxyServer({ agent });
  const outgoing = new WeakMap<IncomingMessage, ClientRequest>();
  proxy.on("proxyReq", (passedOn, req) => outgoing.set(req, passedOn));
  let running: Promise<string> | undefined;
  let rest: Promise<void> | undefined;
  let child: ChildProcess | undefined;
  const asking: ((numbers: Numbers) => void)[] = [];

  function start(): Promise<string> {
    running ??= Promise.all([pages.built, rest]).then(startChild);
    return running;
  }

  function startChild(): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    child = fork(PROGRAM, { execArgv: PAGES_FLAGS });
    const telling = tellOfSpool(child);
    child.on("message", (message: FromPages) => {
      if ("socketPath" in message) resolve(message.socketPath);
      else for (const tell of asking.splice(0)) tell(message.numbers);
    });
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
      const body = limitForm(req, res);
      if (!body) return;
      delete req.headers.expect; // Node has told them to go on
      body.once("error", () => outgoing.get(req)?.destroy());
      await proxy.web(req, res, {
        buffer: body,
        target: { socketPath },
        headers: { [PEER_HEADER]: req.socket.remoteAddress ?? "" },
      });
    } catch (error) {
      if (res.destroyed || res.writableEnded) return; // they have left, or have their answer
      log().error({ err: error, requestId: req.headers["x-request-id"] }, "a page could not be asked for");
      if (res.headersSent) return void res.destroy();
      res.writeHead(503, { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "5" });
      res.end("The pages cannot be shown at the moment. Deliveries are still accepted. Try again in a few seconds.");
    }
  }

  function readNumbers(): Promise<Numbers> {
    const { promise, resolve } = Promise.withResolvers<Numbers>();
    asking.push(resolve);
    setTimeout(() => resolve([]), NUMBERS_WITHIN_MS).unref();
    tell(child, { isAskedForNumbers: true });
    return promise;
  }

  return {
    readNumbers,
    answer: (req, res) => void answer(req, res),
    start: () => void start().catch(() => {}), // logged where it ended
    prepareToStop: () => tell(child, { isStopping: true }),
  };
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
