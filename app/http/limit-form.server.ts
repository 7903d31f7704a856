import type { IncomingMessage, ServerResponse } from "node:http";
import { type Readable, Transform } from "node:stream";

/** The longest body that a form of the portal may have. */
const FORM_LIMIT_BYTES = 2 * 1024 * 1024;

const WORDS = "A form can be at most 2 MiB long. Nothing was changed. Go back and send less.";
const PAGE = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<title>Too long · Convoso portal</title><h1>This form is too long</h1><p>${WORDS}</p></html>`;
/** The same in the encoding that Remix's script in the browser reads, so that its error page says it. */
const DATA = JSON.stringify([{ _1: 2 }, "error", ["ErrorResponse", 3, 4, 5], WORDS, 413, "Content Too Large"]);

/**
 * Passes the body of a request on while it is within the limit for forms.
 * @returns null for one that was answered with 413 at once, because it says itself that it is too long. One that turns out to
 * be too long is answered with 413, and its body breaks off with an error.
 */
export function limitForm(req: IncomingMessage, res: ServerResponse): Readable | null {
  const { "content-length": length, "transfer-encoding": encoding } = req.headers;
  if (length === undefined && encoding === undefined) return req;
  if (Number(length) > FORM_LIMIT_BYTES) return refuse(req, res);
  let size = 0;
  const body = new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.byteLength;
      if (size <= FORM_LIMIT_BYTES) return done(null, chunk);
      refuse(req, res);
      done(new Error("The form is too long."));
    },
  });
  return req.pipe(body);
}

function refuse({ url = "" }: IncomingMessage, res: ServerResponse): null {
  if (res.headersSent) return null;
  const isData = (url.split("?")[0] ?? "").endsWith(".data");
  const headers = isData
    ? { "Content-Type": "text/x-script; charset=utf-8", "X-Remix-Response": "yes" }
    : { "Content-Type": "text/html; charset=utf-8" };
  res.writeHead(413, headers).end(isData ? DATA : PAGE);
  return null;
}
