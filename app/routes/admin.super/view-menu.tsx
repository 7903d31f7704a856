import { Form, useLocation } from "@remix-run/react";
import type { Preferences } from "#app/http/preferences.server.ts";
import { zoneName } from "#app/lib/format-time.ts";
import { Button } from "#app/ui/buttons.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Menu } from "#app/ui/menu.tsx";
import { PreferenceFields } from "#app/ui/preference-fields.tsx";
import { useClock } from "#app/ui/time.tsx";

type Props = { preferences: Preferences; accountTimeZone: string };

/** Shows the time zone, with a menu to change it and the view. */
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
      {/* A full page load, so that the theme applies from the first paint. */}
      <Form method="post" action="/admin/super/preferences" reloadDocument className="grid gap-3 p-2">
        <input type="hidden" name="next" value={pathname + search} />
        <PreferenceFields {...props} />
        <div className="flex items-center justify-between gap-2">
          <Button look="primary">Save</Button>
          <TextLink to="/admin/super/account#view" className="text-sm">
            Other time zones…
          </TextLink>
        </div>
      </Form>
    </Menu>
  );
}
