import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CALL_FIELDS, storeCall } from "../contenders/tables.ts";
import { startContender } from "../start-contender.ts";
import { install } from "./install.ts";
import { byAddJob, type Peer, type PeerOrder, valuesOf } from "./peer.ts";

const PACKAGES = ["node-red@5.0.7", "node-red-contrib-postgrestor-next@0.5.2"];

/** Node-RED with two flows: http in → function → SQL → function → http response, and 500 where the SQL fails. */
export async function startNodeRed({ folder, prefix, dataUrl }: PeerOrder): Promise<Peer> {
  install(folder, PACKAGES);
  const nodes = [
    database(dataUrl),
    ...flow("call", storeCall(prefix)),
    ...flow("call-and-job", storeCall(prefix, byAddJob(prefix))),
  ];
  writeFileSync(join(folder, "flows.json"), JSON.stringify(nodes));
  const settings = { flowFile: "flows.json", httpAdminRoot: false, logging: { console: { level: "off" } } };
  const text = `module.exports = { ...${JSON.stringify(settings)}, uiHost: "127.0.0.1", uiPort: process.env.PORT }`;
  writeFileSync(join(folder, "settings.js"), text);
  const peer = await startContender(join(folder, "node_modules/node-red/red.js"), ["--userDir", folder], {});
  return { ...peer, paths: { withoutJob: "/call", withJob: "/call-and-job" }, table: `${prefix}_calls` };
}

function database(url: string) {
  const { hostname: host, port, username: user, password, pathname } = new URL(url);
  const texts = { host, user, password, database: pathname.slice(1) };
  const numbers = { port, max: "20", min: "1", idle: "10000", connectionTimeout: "10000" };
  const typed = (values: Record<string, string>, type: string) =>
    Object.entries(values).flatMap(([name, value]) => [
      [name, value],
      [`${name}FieldType`, type],
    ]);
  const fields = [...typed(texts, "str"), ...typed(numbers, "num"), ...typed({ ssl: "false" }, "bool")];
  return { id: "database", type: "postgresDB", ...Object.fromEntries(fields) };
}

function flow(path: string, query: string) {
  const id = (part: string) => `${path} ${part}`;
  const node = (part: string, type: string, more: object, next: string[] = []) => ({
    ...{ id: id(part), z: path, type, x: 0, y: 0, wires: [next.map(id)] },
    ...more,
  });
  const code = (func: string) => ({ func, outputs: 1, libs: [] });
  return [
    { id: path, type: "tab", label: path },
    node("in", "http in", { url: `/${path}`, method: "post" }, ["values"]),
    node("values", "function", code(`msg.params = ${valuesOf("msg.payload", CALL_FIELDS)}; return msg;`), ["sql"]),
    node("sql", "postgrestor", { query, postgresDB: "database", throwErrors: true }, ["answer"]),
    node("answer", "function", code("msg.payload = { success: true, event_id: msg.payload.rows[0].id }; return msg;"), [
      "out",
    ]),
    node("out", "http response", { statusCode: "" }),
    node("failed", "catch", { scope: [id("sql")] }, ["fault"]),
    node("fault", "http response", { statusCode: "500" }),
  ];
}
