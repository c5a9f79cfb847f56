import { HubError } from "./transport.js";
import type { Counts } from "./wire.js";

/** Counts a read over HTTP. From another origin the browser hides the answer; the read still counts. */
export async function read(hub: URL, articleId: string): Promise<void> {
  const response = await fetch(new URL(`api/articles/${encodeURIComponent(articleId)}/reads`, hub), { method: "POST", mode: "no-cors", keepalive: true });
  if (response.type !== "opaque" && !response.ok) throw new HubError(await readReason(response));
}

/** Adds or removes a reaction over HTTP. */
export async function react(hub: URL, articleId: string, reaction: string, on: boolean): Promise<Counts> {
  const response = await fetch(new URL(`api/articles/${encodeURIComponent(articleId)}/reactions`, hub), {
    method: on ? "POST" : "DELETE",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ reaction }),
  });
  if (!response.ok) throw new HubError(await readReason(response));
  return response.json();
}

/** The reason in the response's problem details (RFC 9457). */
export async function readReason(response: Response): Promise<string> {
  try {
    const { detail, errors, title } = await response.json();
    return detail ?? (errors ? Object.values(errors).flat().join(" ") : title);
  } catch {
    return `The hub answered ${response.status}.`;
  }
}
