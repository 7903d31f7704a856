import { spool } from "#app/features/spool/spool.server.ts";
import { singleton } from "#app/lib/singleton.ts";

const noted = () => singleton("spool-fault", (): { fault?: string | null } => ({}));

/** Why the spool accepts no more, null where it does: as its writer found out, in this process or in the one that told us. */
export function spoolFault(): string | null {
  const { fault = spool().fault() } = noted();
  return fault;
}

/** Notes what the process that takes the deliveries says of its spool. */
export function noteSpoolFault(fault: string | null): void {
  noted().fault = fault;
}
