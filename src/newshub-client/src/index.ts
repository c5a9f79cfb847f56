export { NewsWire, type Listener, type NewsWireOptions, type Reloaded, type WireState } from "./news-wire.js";
export { HubError } from "./transport.js";
export {
  compareAlerts, isWithdrawn, parseCursor,
  type Alert, type Counts, type Cursor, type Entry, type EntryKind, type Place, type Ranking, type WireArticle,
} from "./wire.js";
