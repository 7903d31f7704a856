import type { Preferences } from "#app/http/preferences.server.ts";
import { Select } from "#app/ui/fields.tsx";
import { useHydrated } from "#app/ui/use-hydrated.ts";

type Props = {
  preferences: Preferences;
  accountTimeZone: string;
  /** All time zones. Without them only the account's, the browser's, UTC and the chosen one are offered. */
  zones?: string[];
};

/** Fields for time zone, time format, theme and density, for a form that posts to /admin/super/preferences. */
export function PreferenceFields({ preferences, accountTimeZone, zones = [] }: Props) {
  const { zone, times, hours, theme, density } = preferences;
  const mine = useHydrated() ? Intl.DateTimeFormat().resolvedOptions().timeZone : null;
  const isNamed = zone === "account" || zone === "UTC" || zone === mine || zones.includes(zone);
  return (
    <>
      {/* The browser's zone is known only after hydration; the new key renders the field again with it. */}
      <Select label="Time zone" name="zone" key={mine} defaultValue={zone}>
        <option value="account">Account: {accountTimeZone}</option>
        {mine !== null && mine !== "UTC" && <option value={mine}>This browser: {mine}</option>}
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
        <option value="clock">Exact time: 14:03:12</option>
        <option value="distance">Relative time: 3 min ago</option>
      </Select>
      <Select label="Clock" name="hours" defaultValue={hours}>
        <option value="24">24 hours: 14:03</option>
        <option value="12">12 hours: 2:03 PM</option>
      </Select>
      <Select label="Theme" name="theme" defaultValue={theme}>
        <option value="system">Match system</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </Select>
      <Select label="Rows" name="density" defaultValue={density}>
        <option value="comfortable">Comfortable: more room</option>
        <option value="normal">Normal</option>
        <option value="compact">Compact: more rows</option>
      </Select>
    </>
  );
}
