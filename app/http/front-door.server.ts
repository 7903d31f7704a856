import type { IncomingMessage, ServerResponse } from "node:http";
import type { createApiListener } from "#app/http/api-listener.server.ts";
import { isTls } from "#app/http/is-tls.server.ts";
import { discardRest, dropForgedHeaders, faultBody, findRequestFault } from "#app/http/malformed-request.server.ts";
import { requestIdOf } from "#app/http/request-id.server.ts";
import { securityHeaders } from "#app/http/security-headers.server.ts";
import { tell } from "#app/lib/observe.server.ts";

type Listener = (req: IncomingMessage, res: ServerResponse) => void;
type Behind = { listenToApi: Awaited<ReturnType<typeof createApiListener>>; showPage: Listener };

/** What every request passes, under every host: it gets an id and the headers of security, and goes to the API or the pages. */
export function createFrontDoor({ listenToApi, showPage }: Behind): Listener {
  return (req, res) => {
    const isSecure = isTls(req);
    for (const [name, value] of Object.entries(securityHeaders({ isTls: isSecure }))) res.setHeader(name, value);
    const requestId = requestIdOf(req);
    res.setHeader("X-Request-Id", requestId);
    const fault = findRequestFault(req);
    if (fault) tell("request turned away", { reason: fault.error });
    if (fault) return void res.writeHead(fault.status, { "Content-Type": "application/json" }).end(faultBody(fault));
    res.once("finish", () => discardRest(req));
    dropForgedHeaders(req);
    const answerApi = listenToApi(req, isSecure);
    if (answerApi) return void answerApi(res);
    req.headers["x-request-id"] = requestId;
    showPage(req, res);
  };
}
