/** Minimum time between two announcements in milliseconds, so that a burst of news does not interrupt itself. */
const minInterval = 2000;

let pending: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Announces a text to screen readers through the `status` live region. Of several texts within `minInterval` only the first and the last are
 * announced. The region is then cleared, so that the headline of an article killed later does not stay in the page.
 */
export function announce(text: string): void {
  pending = text;
  if (timer !== undefined) return;
  setStatus(pending);
  pending = null;
  timer = setTimeout(() => {
    timer = undefined;
    if (pending !== null) announce(pending);
    else setStatus("");
  }, minInterval);
}

function setStatus(text: string): void {
  const region = document.getElementById("status");
  if (region) region.textContent = text;
}
