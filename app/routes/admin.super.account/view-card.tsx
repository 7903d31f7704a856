import { Form } from "@remix-run/react";
import type { Preferences } from "#app/http/preferences.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Select } from "#app/ui/field.tsx";
import { PreferenceFields } from "#app/ui/preference-fields.tsx";
import { ShortcutList } from "#app/ui/shortcut-list.tsx";

type Props = { preferences: Preferences; accountTimeZone: string; zones: string[] };

/** How this browser shows the portal, and the keys that it listens to. */
export function ViewCard(props: Props) {
  return (
    <Card title="View and keyboard" id="view">
      <Form method="post" action="/admin/super/preferences" reloadDocument className="grid gap-4">
        <input type="hidden" name="next" value="/admin/super/account" />
        <PreferenceFields {...props} />
        <Select
          label="Keyboard shortcuts"
          name="keys"
          defaultValue={props.preferences.keys}
          hint="Switch them off if you speak to your computer. This browser remembers all of these."
        >
          <option value="on">On</option>
          <option value="off">Off</option>
        </Select>
        <div>
          <Button look="primary">Save</Button>
        </div>
      </Form>
      <div id="keyboard" className="mt-5 scroll-mt-4 border-t border-line pt-4">
        <ShortcutList />
      </div>
    </Card>
  );
}
