import type { Task } from "graphile-worker";
import { checkLedger } from "#app/features/ledger/check-ledger.server.ts";

/** Every minute: hours that are due are compared with Convoso's call log. */
export const check_ledger: Task = async (_payload, { abortSignal }) => {
  await checkLedger(abortSignal);
};
