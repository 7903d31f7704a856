import { CopyButton } from "#app/ui/copy-button.tsx";
import { Notice } from "#app/ui/notice.tsx";

/** The link of an invitation, which is shown this once: only its digest is kept. */
export function InvitationNotice({ email, link }: { email: string; link: string }) {
  return (
    <Notice tone="ok" title={`Give this link to ${email}`} role="status">
      <p>It works once, for 7 days, and is not shown again. No mail was sent.</p>
      <p className="mt-1 flex items-start gap-2">
        <code className="min-w-0 font-mono text-xs break-all text-ink">{link}</code>
        <CopyButton text={link} label="Copy the invitation link" />
      </p>
    </Notice>
  );
}
