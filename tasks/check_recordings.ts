import type { Task } from "graphile-worker";
import { env } from "#app/env.server.ts";
import { checkSomeLinks } from "#app/features/recordings/check-some-links.server.ts";

/** Every minute: a few links of recordings are tried, so that dead ones are known before anybody wants to hear them. */
export const check_recordings: Task = async () => {
  await checkSomeLinks(env().RECORDING_CHECKS_PER_MINUTE);
};
