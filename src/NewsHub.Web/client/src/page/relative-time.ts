import { slot } from "./dom";
import { language, word } from "./words";

const minute = 60_000;
const hour = 60 * minute;
const refreshInterval = 20_000;

const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
const full = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const shortDay = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });

/** `just now`, `5 min ago`, `3 h ago`; after 24 hours the date in the reader's time zone. */
export function formatAge(then: number, now: number): string {
  const age = now - then;
  if (age < minute) return word("ago.now");
  if (age < hour) return word("ago.minutes", Math.floor(age / minute));
  if (age < 24 * hour) return word("ago.hours", Math.floor(age / hour));
  return day.format(then);
}

/** `18:41`; for another day the date. */
export const formatClock = (then: number, now: number): string =>
  new Date(then).toDateString() === new Date(now).toDateString() ? clock.format(then) : shortDay.format(then);

/** Sets a time slot of `root`; hides it when there is no time. */
export function showTime(root: ParentNode, at: string | undefined, name = "time"): void {
  const element = slot(root, name);
  if (!element) return;
  element.hidden = !at;
  if (!at) return;
  element.setAttribute("datetime", at);
  refresh(element, Date.now());
}

/** The time that the time slot of `root` shows, in milliseconds since 1970; NaN when there is none. */
export const timeOf = (root: ParentNode): number => Date.parse(slot(root, "time")?.getAttribute("datetime") ?? "");

/** Starts one timer that refreshes every `<time data-relative>` of the page, including elements added later. */
export function startRelativeTimes(): void {
  refreshTimes();
  setInterval(refreshTimes, refreshInterval);
  document.addEventListener("visibilitychange", refreshTimes);
}

/** Updates the text of all relative times, in the reader's time zone. */
export function refreshTimes(): void {
  if (document.visibilityState !== "visible") return;
  const now = Date.now();
  for (const element of document.querySelectorAll<HTMLElement>("time[data-relative]")) refresh(element, now);
}

function refresh(element: HTMLElement, now: number): void {
  const then = Date.parse(element.getAttribute("datetime") ?? "");
  if (Number.isNaN(then)) return;
  const form = element.dataset["relative"];
  const text = form === "full" ? full.format(then) : form === "clock" ? formatClock(then, now) : formatAge(then, now);
  if (element.textContent !== text) element.textContent = text;
  if (form !== "full") element.title = full.format(then);
}
