// The web process as `npm start` runs it: loads its code while PostgreSQL is still being started, which takes about as long.
// Then it is told which database that is, and later that the pages are built: see web-process.ts.
import { once } from "node:events";
import { createApiListener } from "#app/http/api-listener.server.ts";
import { pages } from "#app/http/pages-process.server.ts";

const leave = () => process.exit();
process.once("disconnect", leave); // the start has failed, and said why
const told = once(process, "message");
await createApiListener(); // loads the routes that take deliveries; server.ts makes its own
const [settings] = await told;
process.off("disconnect", leave);
Object.assign(process.env, settings);
pages.built = once(process, "message");
await import("../../server.ts");
