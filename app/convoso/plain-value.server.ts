import type { Json, JsonObject } from "#app/convoso/clean-json.server.ts";

/** What names a value's type around it: MongoDB, DynamoDB, Firestore, XML-RPC. */
const TYPE =
  /^(?:\$(?:oid|date|uuid|number(?:Long|Int|Double|Decimal))|[SN]|(?:string|integer|double|timestamp)Value|string|int|i[48]|double|dateTime\.iso8601)$/;
const OF_DATE = /^(?:date|time|date_?time|time_?zone(?:_type)?|tz)$/i;
const OF_EPOCH = /^_?(?:seconds|nano(?:second)?s)$/;
const OF_LENGTH = /^(?:hours?|minutes?|seconds?)$/i;

const isScalar = (value: Json | undefined) => typeof value === "string" || typeof value === "number";

/** A date and its time and zone, as PHP and calendars have them; one that has its own offset needs no zone. */
function dateOf(object: JsonObject): string | undefined {
  const of = (pattern: RegExp) => Object.entries(object).find(([key]) => pattern.test(key))?.[1];
  const [date, time, zone] = [of(/^date(?:_?time)?$/i), of(/^time$/i), of(/^(?:time_?zone|tz)$/i)];
  if (typeof date !== "string" || !(time === undefined || isScalar(time))) return undefined;
  const isZoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(date);
  return [date, time, isZoned || typeof zone !== "string" ? undefined : zone].filter(Boolean).join(" ");
}

/**
 * What an object stands for that is one value in parts: `{"$oid": …}`, `{"date": …, "time": …}`, `{"seconds": …, "nanos": …}`,
 * `{"minutes": 2, "seconds": 5}`.
 * @returns undefined where it is an object like any other
 */
export function plainValue(object: JsonObject): Json | undefined {
  const keys = Object.keys(object);
  const [first] = keys;
  if (first === undefined) return undefined;
  const value = object[first];
  // A list of PHP: its keys count.
  if (keys.every((key) => /^\d+$/.test(key)))
    return areNamed(Object.values(object)) ? Object.values(object) : undefined;
  if (keys.length > 4) return undefined;
  if (keys.length === 1 && TYPE.test(first)) return isScalar(value) ? value : typedInside(value);
  if (keys.length === 1) return undefined;
  if (keys.every((key) => OF_DATE.test(key))) return dateOf(object);
  if (keys.every((key) => OF_EPOCH.test(key))) return object.seconds ?? object._seconds;
  if (keys.every((key) => OF_LENGTH.test(key) && isScalar(object[key])))
    return keys.map((key) => `${object[key]} ${key}`).join(" ");
  return undefined;
}

/** Objects with a name and a value each. */
const areNamed = (items: Json[]) =>
  items.every((item) => typeof item === "object" && item !== null && "name" in item && "value" in item);

/** `{"$date": {"$numberLong": …}}` */
function typedInside(value: Json | undefined): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? plainValue(value) : undefined;
}
