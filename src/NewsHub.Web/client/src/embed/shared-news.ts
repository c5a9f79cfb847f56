import * as small from "newshub-client/sse";

/** The hub that served this script. */
export const hub = new URL(".", import.meta.url);

let opened: Promise<small.CurrentNews> | undefined;
let wantsSignalR = false;

/**
 * The news that all elements of the page share, with one connection. It uses server-sent events, unless one of the elements that the page starts with has
 * `transport="signalr"`.
 */
export function openNews(element: Element): Promise<small.CurrentNews> {
  wantsSignalR ||= element.getAttribute("transport") === "signalr";
  opened ??= Promise.resolve().then(open); // after the elements that are already in the page
  return opened;
}

async function open(): Promise<small.CurrentNews> {
  const { CurrentNews, NewsWire } = wantsSignalR ? await loadClient() : small;
  return new CurrentNews((options) => new NewsWire(hub, options));
}

/** The client with SignalR. If it does not load, the small one is used, which tries again until the hub answers. */
async function loadClient(): Promise<Pick<typeof small, "CurrentNews" | "NewsWire">> {
  try {
    return await import(new URL("assets/embed-signalr.js", hub).href);
  } catch (failure) {
    console.warn("The NewsHub client with SignalR did not load; server-sent events are used.", failure);
    return small;
  }
}
