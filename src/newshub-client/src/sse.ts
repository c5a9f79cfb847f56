// The client without SignalR. It has the same names, so that a page changes only the address of its import.
export { EventWire as NewsWire } from "./event-wire.js";
export type { Listener, NewsWireOptions, Reloaded, WireState } from "./base-wire.js";
export type { LatestOptions } from "./current/articles-view.js";
export { CurrentNews } from "./current/current-news.js";
export type { RankingOptions } from "./current/ranking-view.js";
export type { View } from "./current/view.js";
export type { OfflineCause } from "./offline-cause.js";
export { HubError } from "./transport.js";
export {
  compareAlerts, isWithdrawn, parseCursor,
  type Alert, type Counts, type Coverage, type Cursor, type Entry, type EntryKind, type Place, type Post, type Ranking, type WireArticle,
} from "./wire.js";
