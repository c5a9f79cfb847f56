import { Refusal } from "./line.js";
import type { Counts } from "./wire.js";

/** Counts a read over plain HTTP. From another site the browser hides the answer, and the read counts all the same. */
export async function read(hub: URL, articleId: string): Promise<void> {
  const response = await fetch(new URL(`api/articles/${encodeURIComponent(articleId)}/reads`, hub), { method: "POST", mode: "no-cors", keepalive: true });
  if (response.type !== "opaque" && !response.ok) throw new Refusal(await reasonOf(response));
}

/** Gives a reaction, or takes it back, over plain HTTP. */
export async function react(hub: URL, articleId: string, reaction: string, on: boolean): Promise<Counts> {
  const response = await fetch(new URL(`api/articles/${encodeURIComponent(articleId)}/reactions`, hub), {
    method: on ? "POST" : "DELETE",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ reaction }),
  });
  if (!response.ok) throw new Refusal(await reasonOf(response));
  return response.json();
}

/** Why the hub refused, as its problem details say (RFC 9457). */
export async function reasonOf(response: Response): Promise<string> {
  try {
    const { detail, errors, title } = await response.json();
    return detail ?? (errors ? Object.values(errors).flat().join(" ") : title);
  } catch {
    return `The hub answered ${response.status}.`;
  }
}
