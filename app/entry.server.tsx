import { randomBytes } from "node:crypto";
import { Writable } from "node:stream";
import { type AppLoadContext, type EntryContext, redirect } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { env } from "#app/env.server.ts";
import type { SentForm } from "#app/features/auth/keep-form.server.ts";
import { fillForm } from "#app/http/fill-form.server.ts";
import { readPreferences } from "#app/http/preferences.server.ts";
import { findTyped } from "#app/http/refused-form.server.ts";
import { pagePolicy, securityHeaders } from "#app/http/security-headers.server.ts";
import { UNSENT } from "#app/lib/kept-form.ts";
import { log } from "#app/log.server.ts";
import { DocumentLook, Nonce } from "#app/ui/document.ts";

export { handleError } from "#app/http/handle-error.server.ts";

const ABORT_AFTER_MS = 5_000;

/**
 * Renders a page, and the policy that lets only this response's own scripts run. No page has anything that comes later, so
 * it is sent whole: in one piece it is compressed and written with a fraction of the effort of a hundred.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  const nonce = randomBytes(16).toString("base64url");
  const { theme, density } = readPreferences(request);
  const kept: SentForm | undefined = remixContext.staticHandlerContext.loaderData["routes/admin.super"]?.waiting?.form;
  const isTls = new URL(request.url).protocol === "https:";
  // Our own host says most of these too; under another one (Vercel, remix-serve) nobody else does.
  for (const [name, value] of Object.entries(securityHeaders({ isTls }))) headers.set(name, value);
  headers.set("Content-Security-Policy", pagePolicy(nonce, { isDevelopment: env().NODE_ENV === "development" }));
  headers.set("Content-Type", "text/html; charset=utf-8");

  return new Promise((resolve, reject) => {
    let hasShell = false;
    let finalStatus = status;
    const chunks: Buffer[] = [];
    const page = new Writable({
      highWaterMark: Number.MAX_SAFE_INTEGER,
      // The renderer continues using the memory of what it handed over.
      write(chunk: Buffer, _, done) {
        chunks.push(Buffer.from(chunk));
        done();
      },
      final(done) {
        const written = Buffer.concat(chunks);
        const typed = findTyped(context);
        const again = typed && fillForm(written.toString(), typed);
        const html = kept ? fillForm(written.toString(), kept) : (again ?? written);
        // Where the page has no such form any more, another lists what it kept.
        const lost = () => redirect(`${UNSENT}?lost`, { headers });
        resolve(html === null ? lost() : new Response(html, { headers, status: finalStatus }));
        done();
      },
    });
    const stream = renderToPipeableStream(
      <Nonce.Provider value={nonce}>
        <DocumentLook.Provider
          value={{ ...(theme !== "system" && { theme }), ...(density !== "normal" && { density }) }}
        >
          <RemixServer context={remixContext} url={request.url} abortDelay={ABORT_AFTER_MS} nonce={nonce} />
        </DocumentLook.Provider>
      </Nonce.Provider>,
      {
        nonce,
        onShellReady() {
          hasShell = true;
        },
        onAllReady: () => stream.pipe(page),
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
