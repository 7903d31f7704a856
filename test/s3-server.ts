import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import S3rver from "@20minutes/s3rver";

export const BUCKET = "recordings";
export const REGION = "eu-test-1";
/** The only key that the server knows. */
export const ACCESS_KEY = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };

/** What Amazon does and s3rver does not: it refuses a key of another region, and a body that has not the signed digest. */
const refusal = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;

/** Lists versions, and deletes one that is named. @returns whether the request was about versions */
function answerVersions(versions: Map<string, string[]>, { method, url = "" }: IncomingMessage, res: ServerResponse) {
  const { pathname, searchParams } = new URL(url, "http://bucket");
  const id = searchParams.get("versionId");
  if (searchParams.has("versions")) {
    const listed = [...versions].flatMap(([key, ids]) =>
      ids.map((one) => `<Version><Key>${key}</Key><VersionId>${one}</VersionId></Version>`),
    );
    const all = `<ListVersionsResult><IsTruncated>false</IsTruncated>${listed.join("")}</ListVersionsResult>`;
    res.writeHead(200, { "content-type": "application/xml" }).end(`<?xml version="1.0"?>${all}`);
  } else if (method === "DELETE" && id !== null) {
    const key = decodeURIComponent(pathname).slice(BUCKET.length + 2);
    versions.set(key, versions.get(key)?.filter((one) => one !== id) ?? []);
    res.writeHead(204).end();
  } else return false;
  return true;
}

/**
 * An S3 server with one bucket: s3rver, which checks signatures and keeps files on disk, behind a proxy for what it does not
 * do. `url`: its endpoint. `trouble`: an error that it answers everything with from now on, or requests of one method. `puts`: how many files it took.
 * `versions`: what it says to keep of each file, by its path in the bucket; null, as s3rver, where it keeps none.
 * The settings have its key, and it stops after the last test of the file.
 */
export async function startS3Server() {
  const directory = mkdtempSync(join(tmpdir(), "portal-s3-"));
  const inner = new S3rver({
    address: "127.0.0.1",
    port: 0,
    directory,
    silent: true,
    configureBuckets: [{ name: BUCKET, configs: [] }],
  });
  const { port } = await inner.run();
  type Trouble = { status: number; code: string; method?: string };
  type State = { trouble: Trouble | null; puts: number; versions: Map<string, string[]> | null };
  const state: State = { trouble: null, puts: 0, versions: null };

  async function pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [, region] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(req.headers.authorization ?? "") ?? [];
    const refuse = (status: number, code: string) => void res.writeHead(status).end(refusal(code));
    const { trouble } = state;
    if (trouble && (trouble.method ?? req.method) === req.method)
      return void req.resume().once("end", () => refuse(trouble.status, trouble.code));
    if (region !== REGION) return void req.resume().once("end", () => refuse(301, "PermanentRedirect"));
    if (state.versions && answerVersions(state.versions, req, res)) return;
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const signed = String(req.headers["x-amz-content-sha256"]);
    const isOther = /^[0-9a-f]{64}$/.test(signed) && createHash("sha256").update(body).digest("hex") !== signed;
    if (isOther) return refuse(400, "XAmzContentSHA256Mismatch");
    const { method, url: path, headers } = req;
    // s3rver computes the signature of a list without the slash that the SDK signs, and takes requests without one.
    if (path?.startsWith(`/${BUCKET}/?`)) delete headers.authorization;
    const onward = request({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
      if (method === "PUT" && answer.statusCode === 200) state.puts++;
      res.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(res);
    });
    onward.end(body);
  }

  const server = createServer((req, res) => void pass(req, res));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_ACCESS_KEY_ID = ACCESS_KEY.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = ACCESS_KEY.secretAccessKey;
  after(async () => {
    server.closeAllConnections();
    server.close();
    await inner.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { url, state };
}
