import { BlockedError } from "./offline-cause.js";
import { HubError } from "./transport.js";
import type { Counts } from "./wire.js";

/** Milliseconds after which a request is given up: a proxy may accept it and never answer. */
const timeout = 30_000;

/** Problem details (RFC 9457) of the hub. */
interface Problem {
  readonly detail?: unknown;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

interface GetOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds after which the request is given up. */
  readonly timeout?: number;
  /** With it, only errors of these fields are a refusal. */
  readonly refusedFields?: readonly string[];
}

/** Gets JSON from the hub. Rejects with a `HubError` when the hub refuses the request. */
export async function getJson(hub: URL, path: string, { signal, timeout: milliseconds = timeout, refusedFields }: GetOptions = {}): Promise<unknown> {
  const ends = AbortSignal.timeout(milliseconds);
  const response = await fetch(new URL(path, hub), { cache: "no-store", signal: signal ? AbortSignal.any([signal, ends]) : ends });
  if (!response.ok || mediaType(response) !== "application/json") throw await readFailure(response, refusedFields);
  return response.json();
}

/** The address of what readers do with an article, with their token. */
const urlOf = (hub: URL, articleId: string, action: string): URL => new URL(`api/articles/${encodeURIComponent(articleId)}/${action}${hub.search}`, hub);

/** Counts a read over HTTP. From another origin the browser hides the answer; the read still counts. */
export async function read(hub: URL, articleId: string): Promise<void> {
  const response = await fetch(urlOf(hub, articleId, "reads"), { method: "POST", mode: "no-cors", keepalive: true });
  if (response.type !== "opaque" && (!response.ok || mediaType(response) === "text/html")) throw await readFailure(response);
}

/** Adds or removes a reaction over HTTP. */
export async function react(hub: URL, articleId: string, reaction: string, on: boolean): Promise<Counts> {
  const response = await fetch(urlOf(hub, articleId, "reactions"), {
    method: on ? "POST" : "DELETE",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ reaction }),
    signal: AbortSignal.timeout(timeout),
  });
  if (!response.ok) throw await readFailure(response);
  return response.json();
}

/**
 * What an unsuccessful response means: a `HubError` when it is a refusal by the hub itself, which always gives its reason in `detail` or
 * `errors`. Everything else, such as the error page of a proxy while the hub restarts, is a failure that passes.
 * @param fields With it, only errors of these fields are a refusal.
 */
export async function readFailure(response: Response, fields?: readonly string[]): Promise<Error> {
  const { detail, errors = {} } = response.status >= 400 && response.status < 500 ? await readProblem(response) : {};
  const reasons = (fields ?? Object.keys(errors)).flatMap((field) => errors[field] ?? []);
  if (reasons.length > 0) return new HubError(reasons.join(" "));
  if (!fields && refusals.has(response.status) && typeof detail === "string") return new HubError(detail);
  const text = `The address of the hub answered ${response.status} ${mediaType(response)}.`;
  // A proxy that answers 5xx is well configured: the hub behind it is down.
  return response.status >= 500 || mediaType(response) === problemType ? new Error(text) : new BlockedError(text);
}

const problemType = "application/problem+json";

/** The statuses of refusals with a `detail`. The others are sent by proxies, or ask for a repetition. */
const refusals: ReadonlySet<number> = new Set([400, 404, 410, 413]);

export const mediaType = (response: Response): string => /^[^;\s]*/.exec(response.headers.get("content-type") ?? "")![0].toLowerCase();

async function readProblem(response: Response): Promise<Problem> {
  if (mediaType(response) !== problemType) return {};
  try {
    return (await response.json()) ?? {};
  } catch {
    return {};
  }
}
