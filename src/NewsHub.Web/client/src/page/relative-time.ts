import { slot } from "./dom";

const minute = 60_000;
const hour = 60 * minute;
const refreshInterval = 20_000;

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

/** `just now`, `5 min ago`, `3 h ago`; after 24 hours the date in the reader's time zone. */
export function formatAge(then: number, now: number): string {
  const age = now - then;
  if (age < minute) return "just now";
  if (age < hour) return `${Math.floor(age / minute)} min ago`;
  if (age < 24 * hour) return `${Math.floor(age / hour)} h ago`;
  return day.format(then);
}

/** Sets the `time` slot of `root`; hides it when there is no time. */
export function showTime(root: ParentNode, at: string | undefined): void {
  const element = slot(root, "time");
  if (!element) return;
  element.hidden = !at;
  if (!at) return;
  element.setAttribute("datetime", at);
  refresh(element, Date.now());
}

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
  const text = element.dataset["relative"] === "full" ? full.format(then) : formatAge(then, now);
  if (element.textContent !== text) element.textContent = text;
  if (element.dataset["relative"] !== "full") element.title = full.format(then);
}
