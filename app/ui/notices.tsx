import type { ReactNode } from "react";
import { classNames } from "#app/lib/class-names.ts";
import type { Tone } from "#app/ui/badges.tsx";
import { CopyButton } from "#app/ui/buttons.tsx";

const tones: Record<Tone, string> = {
  ok: "border-ok/30 bg-ok-wash [&>p:first-child]:text-ok",
  warn: "border-warn/30 bg-warn-wash [&>p:first-child]:text-warn",
  bad: "border-bad/30 bg-bad-wash [&>p:first-child]:text-bad",
  info: "border-info/25 bg-info-wash [&>p:first-child]:text-info",
  muted: "border-line bg-sunken [&>p:first-child]:text-ink",
};

type Props = { tone: Tone; title: string; role?: "status" | "alert"; children?: ReactNode };

/** A message within the page. Give it a role when it responds to an action. */
export function Notice({ tone, title, role, children }: Props) {
  return (
    <div role={role} className={classNames("rounded-md border px-3.5 py-2.5 text-sm", tones[tone])}>
      <p className="font-semibold">{title}</p>
      {children !== undefined && <div className="mt-0.5 text-ink-soft">{children}</div>}
    </div>
  );
}

/** The link of an invitation. It is shown only now, because only its digest is stored. */
export function InvitationNotice({ email, link }: { email: string; link: string }) {
  return (
    <Notice tone="ok" title={`Give this link to ${email}`} role="status">
      <p>It works once, expires after 7 days, and is shown only now. The portal sends no e-mail.</p>
      <p className="mt-1 flex items-start gap-2">
        <code className="min-w-0 font-mono text-xs break-all text-ink">{link}</code>
        <CopyButton text={link} label="Copy the invitation link" />
      </p>
    </Notice>
  );
}
