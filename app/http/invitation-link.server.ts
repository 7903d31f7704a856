import { portalSettings } from "#app/http/portal-settings.server.ts";

/** The address that an invited person opens. */
export function invitationLink(request: Request, token: string): string {
  return new URL(`/invitation?token=${token}`, portalSettings(request).origin).href;
}
