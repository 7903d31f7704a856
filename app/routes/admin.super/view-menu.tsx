import { Form, useLocation } from "@remix-run/react";
import type { Preferences } from "#app/http/preferences.server.ts";
import { zoneName } from "#app/lib/format-time.ts";
import { Button } from "#app/ui/button.tsx";
import { useClock } from "#app/ui/clock.tsx";
import { Menu } from "#app/ui/menu.tsx";
import { PreferenceFields } from "#app/ui/preference-fields.tsx";
import { TextLink } from "#app/ui/text-link.tsx";

type Props = { preferences: Preferences; accountTimeZone: string };

/** Says which time zone times are in, and offers another one, and another look. */
export function ViewMenu(props: Props) {
  const { timeZone, now } = useClock();
  const { pathname, search } = useLocation();
  const short = zoneName(now, timeZone);
  return (
    <Menu
      label={
        <>
          <span className="sr-only">View: times in </span>
          <span className="hidden lg:inline">{timeZone}</span>
          <span className="lg:before:content-['('] lg:after:content-[')']">{short}</span>
        </>
      }
    >
      {/* A whole new page, so that the theme is there from its first pixel. */}
      <Form method="post" action="/admin/super/preferences" reloadDocument className="grid gap-3 p-2">
        <input type="hidden" name="next" value={pathname + search} />
        <PreferenceFields {...props} />
        <div className="flex items-center justify-between gap-2">
          <Button look="primary">Save</Button>
          <TextLink to="/admin/super/account#view" className="text-sm">
            Another zone…
          </TextLink>
        </div>
      </Form>
    </Menu>
  );
}
