import { isDatabaseThere } from "#app/db/connection/database-circuit.server.ts";
import { getSpoolState } from "#app/features/spool/get-spool-state.server.ts";
import { singleton } from "#app/lib/singleton.ts";

/** What /api/admin/ready answers: whether a load balancer should send deliveries to this process, and if not, why. */
export type Readiness = { ready: true } | { ready: false; reason: string };

const state = () => singleton("readiness", () => ({ isStopping: false }));

/** From now on this process says that it is not ready, because it is about to stop. */
export function endReadiness(): void {
  state().isStopping = true;
}

/**
 * Whether this process takes deliveries. Without the database it does, as long as its spool does. Answers within two
 * seconds and never throws.
 */
export async function getReadiness(): Promise<Readiness> {
  if (state().isStopping) return { ready: false, reason: "This process is stopping." };
  const { fault } = await getSpoolState();
  if (fault === null || (await isDatabaseThere())) return { ready: true };
  return { ready: false, reason: `The database cannot be reached, and deliveries are refused: ${fault}` };
}
