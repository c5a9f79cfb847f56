export { NewsWire } from "./news-wire.js";
export type { Listener, NewsWireOptions, Reloaded, WireState } from "./base-wire.js";
export type { LatestOptions } from "./current/articles-view.js";
export { CurrentNews } from "./current/current-news.js";
export { livePosts, type LiveBlog, type PostsOptions } from "./current/posts-view.js";
export type { RankingOptions } from "./current/ranking-view.js";
export type { View } from "./current/view.js";
export type { OfflineCause } from "./offline-cause.js";
export { HubError } from "./transport.js";
export {
  compareAlerts, isWithdrawn, parseCursor,
  type Alert, type Counts, type Coverage, type Cursor, type Entry, type EntryKind, type Place, type Post, type Ranking, type WireArticle,
} from "./wire.js";
