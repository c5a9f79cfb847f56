import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** What a proxy or captive portal may answer in place of the hub, as raw HTTP/1.1. */
export const answers: Readonly<Record<string, string>> = {
  "401 with HTML": html("401 Unauthorized", "WWW-Authenticate: Basic\r\n"),
  "403 with HTML": html("403 Forbidden"),
  "404 with HTML": html("404 Not Found"),
  "408 with HTML": html("408 Request Timeout"),
  "410 with HTML": html("410 Gone"),
  "429 with HTML": html("429 Too Many Requests"),
  "502 with HTML": html("502 Bad Gateway"),
  "200 with HTML": html("200 OK"),
  "204 without a body": "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
  "302 to a page that does not exist": "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
  "403 with problem details of the proxy": reply("403 Forbidden", "application/problem+json", `{"title":"Forbidden","status":403,"detail":"Blocked by policy."}`),
  "404 with problem details of the proxy": reply("404 Not Found", "application/problem+json", `{"title":"Not Found","status":404,"detail":"No route."}`),
  "400 with JSON that is not problem details": reply("400 Bad Request", "application/json", `{"errors":{"topics":["none"]}}`),
  "400 with broken problem details": reply("400 Bad Request", "application/problem+json", "<html>"),
  "an event stream that ends at once": reply("200 OK", "text/event-stream", ": \n\n"),
  "an event stream with other data": reply("200 OK", "text/event-stream", "event: live\ndata: hello\n\n"),
  "no HTTP at all": "SSH-2.0-OpenSSH_9.2\r\n",
};

function html(status: string, headers = ""): string {
  return reply(status, "text/html; charset=utf-8", "<!doctype html><title>Sorry</title><h1>Sorry</h1>", headers);
}

function reply(status: string, type: string, body: string, headers = ""): string {
  return `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\n${headers}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
}

/** A TCP proxy in front of a server, which answers itself while `answer` is set. */
export class HubProxy {
  /** The raw answer to every request; null relays requests to the server. */
  answer: string | null = null;
  /** The paths of the requests that the proxy answered itself. */
  readonly answered: string[] = [];
  readonly #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((client) => this.#accept(client));
  }

  static async open(target: string): Promise<HubProxy> {
    const proxy = new HubProxy(target);
    await once(proxy.#server.listen(0, "127.0.0.1"), "listening");
    return proxy;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.dropConnections();
    this.#server.close();
  }

  #accept(client: Socket): void {
    this.#keep(client);
    client.once("data", (head) => {
      if (this.answer !== null) {
        this.answered.push(head.toString("latin1").split(" ")[1]!.split("?")[0]!);
        return void client.end(this.answer);
      }
      const server = connect(Number(this.#target.port), this.#target.hostname);
      this.#keep(server);
      server.write(head);
      client.pipe(server).pipe(client);
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {}).on("close", () => this.#sockets.delete(socket));
  }
}
