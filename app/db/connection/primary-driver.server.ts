import { createPgDriverFactory } from "@slonik/pg-driver";
import { findPrimary } from "#app/db/connection/find-primary.server.ts";

type DriverFactory = ReturnType<typeof createPgDriverFactory>;
type Driver = Awaited<ReturnType<DriverFactory>>;

/** slonik's driver, which of several servers connects to the one that takes writes: a driver knows one server only. */
export function primaryDriver(servers: string[]): DriverFactory {
  return async ({ driverConfiguration }) => {
    const drivers = new Map<string, Driver>();
    return {
      async createClient() {
        const connectionUri = await findPrimary({
          connectionString: driverConfiguration.connectionUri,
          servers,
          ssl: driverConfiguration.ssl,
        });
        const driver =
          drivers.get(connectionUri) ??
          (await createPgDriverFactory()({ driverConfiguration: { ...driverConfiguration, connectionUri } }));
        drivers.set(connectionUri, driver);
        return driver.createClient();
      },
    };
  };
}
