import { plural, word } from "./words";

/** Time that each announcement stands in milliseconds, so that screen readers can say it before the next. */
const interval = 2000;

/** Maximum number of alerts and of notices that wait; the oldest are dropped. */
const maxWaiting = 20;

const alerts: string[] = [];
const notices: string[] = [];
const news: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Announces a breaking alert through the `alert` live region: before everything that waits, and each of them. */
export const announceAlert = (text: string): void => say(alerts, text);

/** Announces what happened to the page itself: a correction, a lost connection. */
export const announce = (text: string): void => say(notices, text);

/** Announces a new article. Several that wait are announced as one number. */
export const announceNew = (headline: string): void => say(news, headline);

function say(queue: string[], text: string): void {
  queue.push(text);
  if (queue.length > maxWaiting && queue !== news) queue.shift();
  if (timer === undefined) next();
}

/**
 * Announces what waits, one text at a time. The regions are then cleared, so that the headline of an article killed later does not stay in the
 * page.
 */
function next(): void {
  const alert = alerts.shift();
  const status = alert === undefined ? (notices.shift() ?? takeNews()) : undefined;
  setRegion("alert", alert ?? "");
  setRegion("status", status ?? "");
  timer = alert === undefined && status === undefined ? undefined : setTimeout(next, interval);
}

function takeNews(): string | undefined {
  const headlines = news.splice(0);
  if (headlines.length > 1) return plural("new", headlines.length);
  return headlines[0] === undefined ? undefined : word("say.new", headlines[0]);
}

function setRegion(id: string, text: string): void {
  const region = document.getElementById(id);
  if (region && region.textContent !== text) region.textContent = text;
}
