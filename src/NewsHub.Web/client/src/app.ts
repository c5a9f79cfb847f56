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
import { announce } from "./page/announce";
import { reloadMain } from "./page/reload";
import { startRelativeTimes } from "./page/relative-time";
import { startReleasingHeights } from "./page/stillness";

startRelativeTimes();
startReleasingHeights();

const { cursor, topics } = document.body.dataset;
if (cursor && topics) {
  const wire: NewsWire = new NewsWire(location.origin, { topics: topics.split(" "), after: cursor, reload: () => reloadMain(wire) });
  connectElements(wire);
  customElements.define("connection-dot", ConnectionDot);
  customElements.define("breaking-banner", BreakingBanner);
  customElements.define("article-list", ArticleList);
  customElements.define("latest-column", LatestColumn);
  customElements.define("front-page", FrontPage);
  customElements.define("live-ranking", LiveRanking);
  customElements.define("read-count", ReadCount);
  customElements.define("reaction-button", ReactionButton);
  customElements.define("article-links", ArticleLinks);
  customElements.define("article-view", ArticleView);
  // The script of live blogs, on pages that show one. The page follows the hub when it can show everything that comes.
  const { script } = document.body.dataset;
  if (script) ((await import(script)) as typeof import("./live-blog/start")).start(wire, announce);
  wire.start();
}
