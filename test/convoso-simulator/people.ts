import { type Campaign, campaigns } from "./account.ts";
import type { Random } from "./random.ts";

/** A lead. `phone` is ten digits, always a 555-01xx number, which belongs to nobody; `createdAt` in milliseconds. */
export type Lead = {
  id: string;
  firstName: string;
  lastName: string;
  phone: string;
  email: string;
  address: string;
  city: string;
  state: string;
  postalCode: string;
  dateOfBirth: string;
  campaign: Campaign;
  list: Campaign["lists"][number];
  createdAt: number;
};

const firstNames =
  "Walter Dolores Eugene Marlene Curtis Yolanda Harold Bernice Lloyd Carmen Stanley Joyce Raúl Gloria Vernon Ines Clyde Thelma Nathan Wanda Oscar Renée Floyd Lupe".split(
    " ",
  );
const lastNames =
  "Abernathy Castillo Dunmore Eklund Fairbanks Gutiérrez Hollis Ibarra Jankowski Kessler Lockhart Mbeki Norwood O'Connell Pruitt Quiñones Redfern Sandoval Thibault Underhill Villanueva Wexford Yates Zamora".split(
    " ",
  );
const streets = "Juniper Larkspur Meadow Canyon Sycamore Harbor Quarry Orchard Bluebird Prospect".split(" ");
const streetKinds = ["St", "Ave", "Ln", "Dr", "Ct"];
const places = [
  ["Fresno", "CA", "93701", "559"],
  ["Sacramento", "CA", "95814", "916"],
  ["Tucson", "AZ", "85701", "520"],
  ["Reno", "NV", "89501", "775"],
  ["Spokane", "WA", "99201", "509"],
  ["El Paso", "TX", "79901", "915"],
  ["Tulsa", "OK", "74103", "918"],
  ["Tampa", "FL", "33602", "813"],
  ["Dayton", "OH", "45402", "937"],
  ["Boise", "ID", "83702", "208"],
] as const;

/** Somebody who left their number. One in eight has no e-mail address, as such lists go. */
export function createLead(random: Random, id: string, createdAt: number): Lead {
  const firstName = random.pick(firstNames);
  const lastName = random.pick(lastNames);
  const [city, state, postalCode, areaCode] = random.pick(places);
  const campaign = random.pickWeighted(campaigns);
  const mailbox = `${firstName}.${lastName}${random.between(1, 99)}`.normalize("NFD").replace(/[^A-Za-z0-9.]/g, "");
  return {
    id,
    firstName,
    lastName,
    phone: `${areaCode}55501${String(random.between(0, 99)).padStart(2, "0")}`,
    email: random.chance(1 / 8) ? "" : `${mailbox.toLowerCase()}@mail.example`,
    address: `${random.between(12, 9870)} ${random.pick(streets)} ${random.pick(streetKinds)}`,
    city,
    state,
    postalCode,
    dateOfBirth: `19${random.between(38, 62)}-${String(random.between(1, 12)).padStart(2, "0")}-${String(random.between(1, 28)).padStart(2, "0")}`,
    campaign,
    list: random.pick(campaign.lists),
    createdAt,
  };
}
