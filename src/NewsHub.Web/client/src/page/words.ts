/** The pages' own words. The hub writes them before this script, in the configured language. */
declare const newshubWords: Readonly<Record<string, string>>;

// A page of another site has its own language, and the words of an embedded list name theirs.
const tag = newshubWords["language"] ?? (document.documentElement.lang || "en");

/** The language for dates and numbers. English dates have the day first, as the server prints them. */
export const language = tag === "en" ? "en-GB" : tag;

export const number = new Intl.NumberFormat(language);

/** A word with its values in the places `{0}`, `{1}` and so on. */
export function word(name: string, ...values: readonly (string | number)[]): string {
  const text = newshubWords[name];
  if (text === undefined) throw new Error(`There is no word ${name}.`);
  return text.replace(/\{(\d)\}/g, (_, place) => String(values[Number(place)]));
}

/** A word, or the fallback where the language has none. */
export const findWord = (name: string, fallback: string): string => newshubWords[name] ?? fallback;

/** A count in words: `name.one` or `name.other`. */
export const plural = (name: string, count: number, ...values: readonly string[]): string =>
  word(`${name}.${count === 1 ? "one" : "other"}`, number.format(count), ...values);
