import type { Preferences } from "#app/http/preferences.server.ts";
import { Select } from "#app/ui/field.tsx";
import { useHydrated } from "#app/ui/use-hydrated.ts";

type Props = {
  preferences: Preferences;
  accountTimeZone: string;
  /** Every zone there is, to choose from; without them only the account's, the browser's, UTC and the chosen one. */
  zones?: string[];
};

/** How times are shown and whether the page is light or dark, in a form that posts to /admin/super/preferences. */
export function PreferenceFields({ preferences, accountTimeZone, zones = [] }: Props) {
  const { zone, times, theme } = preferences;
  const mine = useHydrated() ? Intl.DateTimeFormat().resolvedOptions().timeZone : null;
  const isNamed = zone === "account" || zone === "UTC" || zone === mine || zones.includes(zone);
  return (
    <>
      {/* The browser's zone is known a moment after the page is there: a new field then, which keeps the choice. */}
      <Select label="Time zone" name="zone" key={mine} defaultValue={zone}>
        <option value="account">The account's: {accountTimeZone}</option>
        {mine !== null && mine !== "UTC" && <option value={mine}>Mine: {mine}</option>}
        <option value="UTC">UTC</option>
        {!isNamed && <option value={zone}>{zone}</option>}
        {zones.length > 0 && (
          <optgroup label="All zones">
            {zones
              .filter((name) => name !== mine && name !== "UTC")
              .map((name) => (
                <option key={name}>{name}</option>
              ))}
          </optgroup>
        )}
      </Select>
      <Select label="Times" name="times" defaultValue={times}>
        <option value="clock">By the clock: 14:03:12</option>
        <option value="distance">By distance: 3 min ago</option>
      </Select>
      <Select label="Theme" name="theme" defaultValue={theme}>
        <option value="system">As the system</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </Select>
    </>
  );
}
