import { NewsWire } from "newshub-client/page";
import { ArticleLinks } from "./elements/article-links";
import { ArticleList } from "./elements/article-list";
import { ArticleView } from "./elements/article-view";
import { BreakingBanner } from "./elements/breaking-banner";
import { ConnectionDot } from "./elements/connection-dot";
import { FrontPage } from "./elements/front-page";
import { LatestColumn } from "./elements/latest-column";
import { connectElements } from "./elements/live-element";
import { LiveRanking } from "./elements/live-ranking";
import { ReactionButton } from "./elements/reaction-button";
import { ReadCount } from "./elements/read-count";
import { loadLiveBlogs } from "./page/live-blogs";
import { reloadMain } from "./page/reload";
import { startRelativeTimes } from "./page/relative-time";
import { startReleasingHeights } from "./page/stillness";

const elements = {
  "connection-dot": ConnectionDot,
  "breaking-banner": BreakingBanner,
  "article-list": ArticleList,
  "latest-column": LatestColumn,
  "front-page": FrontPage,
  "live-ranking": LiveRanking,
  "read-count": ReadCount,
  "reaction-button": ReactionButton,
  "article-links": ArticleLinks,
  "article-view": ArticleView,
};

startRelativeTimes();
startReleasingHeights();

const { cursor, topics } = document.body.dataset;
if (cursor && topics) {
  const wire: NewsWire = new NewsWire(location.origin, { topics: topics.split(" "), after: cursor, reload: () => reloadMain(wire) });
  connectElements(wire);
  for (const [name, type] of Object.entries(elements)) customElements.define(name, type);
  // The script of live blogs, on pages that show one. The page follows the hub when it can show everything that comes.
  const { script } = document.body.dataset;
  if (script) await loadLiveBlogs(script, wire);
  wire.start();
}
