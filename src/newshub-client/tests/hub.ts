import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Entry, Post, RankingDelta, Snapshot, WireArticle } from "../src/wire.js";
import { ranking } from "./golden.js";

/** A fake hub behind a proxy that blocks WebSockets: serves the documented event stream over real HTTP. */
export class EventHub {
  readonly entries: Entry[] = [];
  readonly requests: URLSearchParams[] = [];
  readonly #server: Server;
  readonly #streams = new Map<ServerResponse, string[]>();
  ranking = ranking;
  /** What `GET /api/articles` and `GET /api/breaking` list. */
  articles: WireArticle[] = [];
  /** What the list of each live blog's posts has; null while the articles are withheld. */
  posts: Post[] | null = [];
  /** The paths of requests for lists, with their queries. */
  readonly listRequests: string[] = [];
  /** Called before a list is answered, which then has the cursor of the entries so far. */
  beforeList: () => void | Promise<void> = () => {};
  canRecover = true;
  /** True while something on the way blocks event streams too. */
  blocksStreams = false;
  /** True while requests for rankings get no answer. */
  holdsRankings = false;

  private constructor() {
    this.#server = createServer((request, response) => this.#handle(request, response));
  }

  static async open(): Promise<EventHub> {
    const hub = new EventHub();
    await once(hub.#server.listen(0, "127.0.0.1"), "listening");
    return hub;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get cursor(): string {
    return this.entries.at(-1)?.cursor ?? "7f3a90c1.0";
  }

  get streams(): number {
    return this.#streams.size;
  }

  close(): void {
    this.dropStreams();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  dropStreams(): void {
    for (const stream of this.#streams.keys()) stream.destroy();
    this.#streams.clear();
  }

  publish(entry: Entry): void {
    this.entries.push(entry);
    for (const [stream, topics] of this.#streams) if (entry.topics.some((topic) => topics.includes(topic))) sendEntry(stream, entry);
  }

  send(event: "move" | "rankingDelta", data: number | RankingDelta): void {
    for (const stream of this.#streams.keys()) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url!, this.address);
    if (url.pathname === "/api/wire") return void this.#answerPoll(url.searchParams, response);
    if (url.pathname.startsWith("/api/rankings/")) return void (this.holdsRankings || sendJson(response, this.ranking));
    if (url.pathname === "/api/articles" || url.pathname === "/api/breaking") return void this.#answerList(url, response);
    if (url.pathname.endsWith("/posts")) return void this.#answerPosts(url, response);
    if (url.pathname !== "/live/events") return void response.writeHead(404).end();
    if (this.blocksStreams) return void response.writeHead(403, { "content-type": "text/html" }).end("<h1>Blocked</h1>");
    this.requests.push(url.searchParams);
    const topics = url.searchParams.get("topics")!.split(",");
    const unknown = topics.find((topic) => topic === "weather");
    if (unknown) {
      response.writeHead(400, { "content-type": "application/problem+json" });
      return void response.end(JSON.stringify({ title: "One or more validation errors occurred.", errors: { topics: [`There is no topic ${unknown}.`] } }));
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    this.#sendSnapshot(response, topics, url.searchParams.get("after"));
    this.#streams.set(response, topics);
    response.on("close", () => this.#streams.delete(response));
  }

  async #answerList(url: URL, response: ServerResponse): Promise<void> {
    this.listRequests.push(url.pathname + url.search);
    const articles = [...this.articles];
    const cursor = this.cursor;
    await this.beforeList();
    const section = url.searchParams.get("section");
    if (section === "atlantis") {
      response.writeHead(400, { "content-type": "application/problem+json" });
      return void response.end(JSON.stringify({ errors: { section: ["There is no section atlantis."] } }));
    }
    sendJson(response, { articles: articles.filter((article) => !section || article.section === section), cursor });
  }

  async #answerPosts(url: URL, response: ServerResponse): Promise<void> {
    this.listRequests.push(url.pathname);
    const [posts, cursor] = [this.posts, this.cursor];
    await this.beforeList();
    if (posts) return sendJson(response, { posts, coverage: { state: "live", order: "newest" }, next: null, previous: null, cursor });
    response.writeHead(404, { "content-type": "application/problem+json" }).end(JSON.stringify({ detail: "There is no such public post or live blog." }));
  }

  /** Answers at once, or as soon as there is an entry. */
  async #answerPoll(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const [topics, after] = [query.get("topics")!.split(","), Number(query.get("after")?.split(".")[1] ?? 0)];
    const missed = () => this.entries.filter((entry) => entry.seq > after && entry.topics.some((topic) => topics.includes(topic)));
    while (query.get("wait") !== "0" && missed().length === 0 && !response.destroyed) await new Promise((resolve) => setTimeout(resolve, 5));
    sendJson(response, { cursor: this.cursor, recovered: this.canRecover, entries: missed() });
  }

  #sendSnapshot(stream: ServerResponse, topics: string[], after: string | null): void {
    const seq = after === null ? 0 : Number(after.split(".")[1]);
    const missed = this.entries.filter((entry) => (!this.canRecover || entry.seq > seq) && entry.topics.some((topic) => topics.includes(topic)));
    const rankings = topics.includes("ranking/rising") ? [this.ranking] : [];
    const cursor = this.cursor;
    stream.write("retry: 2000\n\n: hello\n\n");
    if (this.canRecover) {
      for (const entry of missed) sendEntry(stream, entry);
      for (const each of rankings) stream.write(`event: ranking\ndata: ${JSON.stringify(each)}\n\n`);
    } else {
      const snapshot: Snapshot = { cursor, recovered: false, entries: missed, rankings, counts: [] };
      stream.write(`event: reset\ndata: ${JSON.stringify(snapshot)}\n\n`);
    }
    stream.write(`event: live\nid: ${cursor}\ndata: ${JSON.stringify({ cursor })}\n\n`);
  }
}

const sendJson = (response: ServerResponse, body: unknown): void =>
  void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));

const sendEntry = (stream: ServerResponse, entry: Entry): void =>
  void stream.write(`event: entry\nid: ${entry.cursor}\ndata: ${JSON.stringify(entry)}\n\n`);
