import { livePosts } from "newshub-client/live-blog";
import type { CurrentNews, Post } from "newshub-client/sse";
import { textOf } from "../live-blog/html";
import { setLanguage } from "../page/dom";
import { language, word } from "../page/words";
import { EmbeddedList, type Row } from "./embedded-list";
import { articleAddress } from "./headline";
import { create, showText } from "./parts";
import { hub } from "./shared-news";
import { createTime, showTime } from "./time";

/** `<newshub-live article="storm" count="5">`: the newest posts of a live blog; with the attribute `key` its newest key events. */
export class NewshubLive extends EmbeddedList<Post> {
  protected override readonly defaultCount = 5;

  /** The language of the live blog, once the wire has told it. */
  #language: string | undefined;

  protected override get label() {
    return { text: word("blog.live"), isShown: true };
  }

  protected override get emptyText(): string {
    return word("blog.empty");
  }

  protected override follow(news: CurrentNews, signal: AbortSignal): Promise<void> {
    const options = { article: this.option("article") ?? "", key: this.hasAttribute("key"), count: this.count + 10 };
    return news.follow(livePosts(options, ({ posts, article }) => {
      this.#language = article?.language ?? this.#language;
      this.show(posts);
    }), signal);
  }

  protected override createRow(): Row<Post> {
    const [time, struck, link] = [createTime(), create("strong", "struck"), create("a", "headline")];
    setLanguage(struck, language);
    return {
      nodes: [time, create("span", "text", struck, link)],
      show: (post) => {
        showTime(time, post.at);
        showText(struck, post.state === "struck" ? word("blog.struck") : "");
        showText(link, post.title ?? textOf(post));
        setLanguage(link, this.#language);
        const address = articleAddress(post.url, hub);
        if (address) link.href = address;
      },
    };
  }
}
