// Plays Vercel for one deployment: serves the files of .vercel/output, and calls its function for all else. The function lies
// alone in a folder, as there: what the build left out is missing.
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import sirv from "sirv";

const serveFile = sirv(resolve(".vercel/output/static"));
const folder = mkdtempSync(join(tmpdir(), "portal-vercel-"));
cpSync(".vercel/output/functions/portal.func", folder, { recursive: true });
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.chdir(folder);
const { handler } = JSON.parse(readFileSync(".vc-config.json", "utf8"));
const { default: answer } = (await import(pathToFileURL(handler).href)) as { default: RequestListener };

const server = createServer((req, res) => {
  req.headers["x-forwarded-for"] = req.socket.remoteAddress ?? "";
  req.headers["x-forwarded-proto"] = "http"; // Vercel says https, which a browser on this machine does not speak
  serveFile(req, res, () => answer(req, res));
});
server.listen(Number(process.env.PORT), "127.0.0.1");
for (const event of ["SIGTERM", "disconnect"]) process.on(event, () => process.exit(0));
