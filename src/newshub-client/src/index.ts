export { Refusal } from "./line.js";
export { NewsWire, type Listener, type NewsWireOptions, type WireState } from "./news-wire.js";
export {
  compareAlerts, isTakenBack, parseCursor,
  type Alert, type Counts, type Cursor, type Entry, type EntryKind, type Place, type Ranking, type WireArticle,
} from "./wire.js";
