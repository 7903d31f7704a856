import { randomBytes } from "node:crypto";
import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { env } from "#app/env.server.ts";
import { readPreferences } from "#app/http/preferences.server.ts";
import { pagePolicy, securityHeaders } from "#app/http/security-headers.server.ts";
import { log } from "#app/log.server.ts";
import { Nonce } from "#app/ui/nonce.ts";
import { Theme } from "#app/ui/theme.ts";

export { handleError } from "#app/http/handle-error.server.ts";

const ABORT_AFTER_MS = 5_000;

/** Streams a page, and the policy that lets only this response's own scripts run. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
): Promise<Response> {
  const nonce = randomBytes(16).toString("base64url");
  const { theme } = readPreferences(request);
  const isTls = new URL(request.url).protocol === "https:";
  // Our own host says most of these too; under another one (Vercel, remix-serve) nobody else does.
  for (const [name, value] of Object.entries(securityHeaders({ isTls }))) headers.set(name, value);
  headers.set("Content-Security-Policy", pagePolicy(nonce, { isDevelopment: env().NODE_ENV === "development" }));
  headers.set("Content-Type", "text/html; charset=utf-8");

  // A robot gets the whole page at once, a person the shell as soon as it is there.
  const isRobot = isbot(request.headers.get("user-agent"));
  return new Promise((resolve, reject) => {
    let hasShell = false;
    let finalStatus = status;
    const send = () => {
      hasShell = true;
      const body = new PassThrough();
      resolve(new Response(createReadableStreamFromReadable(body), { headers, status: finalStatus }));
      stream.pipe(body);
    };
    const stream = renderToPipeableStream(
      <Nonce.Provider value={nonce}>
        <Theme.Provider value={theme === "system" ? undefined : theme}>
          <RemixServer context={remixContext} url={request.url} abortDelay={ABORT_AFTER_MS} nonce={nonce} />
        </Theme.Provider>
      </Nonce.Provider>,
      {
        nonce,
        [isRobot ? "onAllReady" : "onShellReady"]: send,
        onShellError: reject,
        onError(error) {
          finalStatus = 500;
          // An error in the shell is logged where the promise ends.
          if (hasShell) log().error({ err: error }, "a page could not be rendered to its end");
        },
      },
    );
    setTimeout(() => stream.abort(), ABORT_AFTER_MS).unref();
  });
}

/** A page's data, asked for by the page's own script. */
export function handleDataRequest(response: Response, { request }: { request: Request }): Response {
  const isTls = new URL(request.url).protocol === "https:";
  for (const [name, value] of Object.entries(securityHeaders({ isTls }))) response.headers.set(name, value);
  return response;
}
