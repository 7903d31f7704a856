const LANGUAGES = [
  "fr",
  "es",
  "pt",
  "it",
  "de",
  "nl",
  "pl",
  "sv",
  "da",
  "nb",
  "fi",
  "cs",
  "ro",
  "tr",
  "ru",
  "uk",
  "el",
  "ar",
];
const ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** What stands between the parts of a date in these languages, and says nothing. */
const BETWEEN = new Set("de del le el la las los den der am um uhr à a á às as ore alle om kl г klo em dia".split(" "));

/** The signs of Chinese, Japanese and Korean behind each part of a date and a time, and for the halves of a day. */
const SIGNS: [RegExp, string][] = [
  [
    /[(（][日月火水木金土一二三四五六일월화수목금토][)）]|(?:星期|周|週)[日一二三四五六天]|[日月火水木金土]曜日|[일월화수목금토]요일/,
    " ",
  ],
  [/(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]?/, "$1-$2-$3 "],
  [/^(\d{4})\. (\d{1,2})\. (\d{1,2})\.?(?=\s|$)/, "$1-$2-$3 "],
  [/(\d{1,2})\s*[时時點点시]\s*(?:(\d{1,2})\s*[分분]?)?\s*(?:(\d{1,2})\s*[秒초])?/, " $1:$2:$3"],
  [/:(?=:|$)/g, ":00"],
  [/(?:上午|午前|오전)\s*([\d:]+)/, "$1 AM"],
  [/(?:下午|午後|오후)\s*([\d:]+)/, "$1 PM"],
];

let months: Map<string, string> | null = null;

/** But for the "a" of "a. m.". */
const WORD = /(?!a\.?\s?m\b)\p{L}[\p{L}\p{M}]*\.?/giu;

const plain = (word: string) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\.$/, "");

/** The names of months in all these languages, alone and within a date, long and short; none that means two months. */
function monthNames(): Map<string, string> {
  if (months) return months;
  const found = new Map<string, Set<string>>();
  for (const language of LANGUAGES) {
    for (const month of ["long", "short"] as const) {
      for (const day of ["numeric", undefined] as const) {
        const format = new Intl.DateTimeFormat(language, { month, timeZone: "utc", ...(day && { day }) });
        for (const [index, english] of ENGLISH.entries()) {
          const name = format.formatToParts(new Date(Date.UTC(2026, index, 15))).find(({ type }) => type === "month");
          const word = plain(name?.value ?? "");
          if (/^\p{L}+$/u.test(word)) found.set(word, (found.get(word) ?? new Set()).add(english));
        }
      }
    }
  }
  for (const word of ["mrz", "mar"]) found.set(word, new Set(["Mar"]));
  months = new Map([...found].flatMap(([word, meant]) => (meant.size === 1 ? [[word, [...meant][0] as string]] : [])));
  return months;
}

/** The month that is named last: "mar." before "3 mars" is a Tuesday. The names of days in front say nothing. */
function withEnglishMonth(text: string): string {
  const names = monthNames();
  const month = [...text.matchAll(WORD)].findLast(([word]) => names.has(plain(word)));
  if (!month) return text;
  const before = text.slice(0, month.index).replace(/(\d)\./g, "$1");
  const behind = text.slice(month.index + month[0].length);
  // Behind a time stand AM and PM.
  const inFront = before.includes(":") ? withoutWords(before) : before.replace(WORD, " ").replace(/^[\s,]+/, "");
  return `${inFront} ${names.get(plain(month[0]))} ${withoutWords(behind)}`;
}

const withoutWords = (text: string) => text.replace(WORD, (word) => (BETWEEN.has(plain(word)) ? " " : word));

/**
 * A date in the words or signs of another language, in those of English: "3 de marzo de 2026 à 14h30" is "3 Mar 2026 14:30".
 * Also digits that lack their zero (4:5:6), and hyphens or colons everywhere.
 * @returns the text itself where there is nothing to translate
 */
export function translateDate(text: string): string {
  let english = text.normalize("NFC");
  for (const [sign, made] of SIGNS) english = english.replace(sign, made);
  english = english
    .replace(/^(\d{4})([:-])(\d\d)\2(\d\d)[-T ](\d\d)([:-])(\d\d)\6(\d\d)$/, "$1-$3-$4 $5:$7:$8")
    .replace(/(\d)\s?h\s?(\d\d)(?:\s?m(?:in)?\s?(?:(\d\d)\s?s?)?)?(?!\d)/i, (_, h, m, s = "00") => `${h}:${m}:${s}`)
    .replace(/(\d)\s?h(?=\s|$)/i, "$1:00")
    .replace(/(?<=[\s:T])(\d)(?=:)|(?<=:)(\d)(?!\d)/g, "0$1$2");
  return withEnglishMonth(english).replace(/\s+/g, " ").trim();
}
