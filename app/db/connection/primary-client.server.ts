import pg from "pg";
import type { ConnectionOptions } from "#app/db/connection/connection-options.server.ts";
import { findPrimary } from "#app/db/connection/find-primary.server.ts";

type Options = pg.ClientConfig & Partial<Pick<ConnectionOptions, "servers">>;
type Done = (error?: Error) => void;

/** node-postgres' client, which of several servers connects to the one that takes writes. */
export class PrimaryClient extends pg.Client {
  readonly #options: Options;

  constructor(options: Options) {
    super(options);
    this.#options = options;
  }

  override connect(): Promise<this>;
  override connect(done: Done): void;
  override connect(done?: Done): Promise<this> | undefined {
    const connected = this.#connect();
    if (!done) return connected;
    connected.then(() => done(), done);
    return undefined;
  }

  async #connect(): Promise<this> {
    const { servers, connectionString = "" } = this.#options;
    if (servers) {
      const { hostname, port } = new URL(
        await findPrimary({ ...this.#options, connectionString } as ConnectionOptions),
      );
      this.host = hostname.replace(/^\[(.+)\]$/, "$1");
      this.port = Number(port || 5432);
    }
    await super.connect();
    return this;
  }
}
