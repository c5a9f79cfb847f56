/** Longest silence between two announcements, so that a burst of news does not talk over itself. */
const pause = 2000;

let waiting: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Tells those who listen to the page, politely; of what comes in one breath, the last. Then it is gone: the headline of what is killed
 * later must not be left behind.
 */
export function announce(text: string): void {
  waiting = text;
  if (timer !== undefined) return;
  say(waiting);
  waiting = null;
  timer = setTimeout(() => {
    timer = undefined;
    if (waiting !== null) announce(waiting);
    else say("");
  }, pause);
}

function say(text: string): void {
  const region = document.getElementById("status");
  if (region) region.textContent = text;
}
