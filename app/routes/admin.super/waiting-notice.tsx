import { useLocation } from "@remix-run/react";
import { useEffect } from "react";
import type { SentForm } from "#app/features/auth/keep-form.server.ts";
import type { Waiting } from "#app/http/unsent-form.server.ts";
import { KEPT, KEPT_FORM_ID, UNSENT } from "#app/lib/kept-form.ts";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { whyUnsent } from "#app/ui/send-again.tsx";

/** Says that a form was not sent: on its page that it is filled in again, elsewhere where it waits. */
export function WaitingNotice({ waiting }: { waiting: Waiting | null }) {
  const { pathname, search } = useLocation();
  if (!waiting) return null;
  const { page, form } = waiting;
  if (form && page === pathname + search) return <FilledIn form={form} />;
  return (
    <div className="mb-4 print:hidden">
      <Notice tone="info" title="A form of yours was not sent">
        <TextLink to={page} reloadDocument>
          Go back to it
        </TextLink>
        , or <TextLink to={UNSENT}>see what you entered</TextLink>. It is kept for 15 minutes.
      </Notice>
    </div>
  );
}

function FilledIn({ form }: { form: SentForm }) {
  useEffect(() => {
    void import("#app/ui/refill-form.ts").then(({ refillForm }) => refillForm());
  }, []);
  return (
    <div className="mb-4 print:hidden">
      <Notice tone="warn" title={whyUnsent(form)} role="status">
        Nothing was changed. The form is filled in as you sent it. Check it, and send it again.{" "}
        <TextLink to={UNSENT}>See all that you entered</TextLink>
        <input type="hidden" form={KEPT_FORM_ID} name={KEPT.wish} value="filled" />
      </Notice>
    </div>
  );
}
