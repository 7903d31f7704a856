import { Form } from "@remix-run/react";
import type { Preferences } from "#app/http/preferences.server.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { Select } from "#app/ui/fields.tsx";
import { PreferenceFields } from "#app/ui/preference-fields.tsx";
import { ShortcutList } from "#app/ui/shortcut-list.tsx";

type Props = { preferences: Preferences; accountTimeZone: string; zones: string[] };

/** View settings of this browser, and the keyboard shortcuts. */
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
          hint="Turn them off if you use voice control. This browser remembers these settings."
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
