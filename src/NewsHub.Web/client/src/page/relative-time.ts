import { slot } from "./dom";

const minute = 60_000;
const hour = 60 * minute;
const every = 20_000;

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

/** `just now`, `5 min ago`, `3 h ago`; after a day the date, where the reader is. */
export function ago(then: number, now: number): string {
  const age = now - then;
  if (age < minute) return "just now";
  if (age < hour) return `${Math.floor(age / minute)} min ago`;
  if (age < 24 * hour) return `${Math.floor(age / hour)} h ago`;
  return day.format(then);
}

/** Prints a moment into the `time` slot of `root`; hides it where there is none. */
export function showTime(root: ParentNode, at: string | undefined): void {
  const element = slot(root, "time");
  if (!element) return;
  element.hidden = !at;
  if (!at) return;
  element.setAttribute("datetime", at);
  refresh(element, Date.now());
}

/** One timer for every `<time data-relative>` on the page, now and later. */
export function startRelativeTimes(): void {
  refreshTimes();
  setInterval(refreshTimes, every);
  document.addEventListener("visibilitychange", refreshTimes);
}

/** Prints every moment as it is told now, where the reader is. */
export function refreshTimes(): void {
  if (document.visibilityState !== "visible") return;
  const now = Date.now();
  for (const element of document.querySelectorAll<HTMLElement>("time[data-relative]")) refresh(element, now);
}

function refresh(element: HTMLElement, now: number): void {
  const then = Date.parse(element.getAttribute("datetime") ?? "");
  if (Number.isNaN(then)) return;
  const text = element.dataset["relative"] === "full" ? full.format(then) : ago(then, now);
  if (element.textContent !== text) element.textContent = text;
  if (element.dataset["relative"] !== "full") element.title = full.format(then);
}
