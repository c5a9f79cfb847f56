import type { Post } from "newshub-client";
import { cloneTemplate, fill, isPicture, link, setLanguage, slot } from "../page/dom";
import { patch } from "../page/patch";
import { showTime } from "../page/relative-time";
import { word } from "../page/words";
import { parseBody } from "./html";

/** A new element that shows a post, as BlogPost.razor does on the server. `root` has the template; `language` is that of the live blog. */
export function createPost(root: ParentNode, post: Post, language: string | undefined): HTMLElement | null {
  const element = cloneTemplate(root);
  if (!element) return null;
  element.id = idOf(post.id);
  Object.assign(element.dataset, { post: post.id, version: String(post.version), position: String(post.position) });
  if (post.key) element.dataset["key"] = "";
  element.setAttribute("aria-labelledby", `${element.id}-head`);
  element.querySelector(".post-head")?.setAttribute("id", `${element.id}-head`);
  link(element, "url", post.url);
  showPostTime(element, post.at);
  fill(element, "label", post.label);
  fill(element, "title", post.title);
  fill(element, "authors", authorsOf(post));
  for (const name of ["label", "title"]) setLanguage(slot(element, name), language);
  const key = slot(element, "key");
  if (key) key.hidden = !post.key;
  showPicture(element, post.image);
  showBody(element, post, language);
  showSource(element, post.source);
  showEdit(element, post, language);
  return element;
}

/** Shows a new version of a post in its element. What is equal stays the same nodes. */
export function updatePost(element: HTMLElement, fresh: HTMLElement): void {
  for (const name of ["aria-posinset", "aria-setsize", "data-marked", "aria-label"]) {
    const value = element.getAttribute(name);
    if (value !== null) fresh.setAttribute(name, value);
  }
  patch(element, fresh);
}

/** The time of day; for a post of another day the date, too. */
function showPostTime(element: HTMLElement, at: string | undefined): void {
  const time = slot(element, "time");
  if (time && at) time.dataset["relative"] = new Date(at).toDateString() === new Date().toDateString() ? "clock" : "full";
  showTime(element, at);
}

/** The id of a post's element, which addresses with a fragment name. */
export const idOf = (post: string): string => `post-${post}`;

const authorsOf = ({ authors = [] }: Post): string => authors.map(({ name, role }) => (role ? `${name}, ${role}` : name)).join(" · ");

function showBody(element: HTMLElement, post: Post, language: string | undefined): void {
  const body = slot(element, "body");
  if (!body) return;
  body.replaceChildren(...parseBody(post.html).childNodes);
  setLanguage(body, language);
  const struck = slot(element, "struck");
  if (!struck || post.state !== "struck") return;
  struck.hidden = false;
  fill(element, "reason", post.reason);
  setLanguage(slot(element, "reason"), language);
  showTime(element, post.struckAt, "struckAt");
  const crossed = document.createElement("del");
  body.replaceWith(crossed);
  crossed.append(body);
}

function showEdit(element: HTMLElement, post: Post, language: string | undefined): void {
  const edited = slot(element, "edited");
  if (edited) edited.hidden = !post.editedAt;
  fill(element, "editedHow", word(post.note === undefined ? "blog.edited" : "blog.corrected"));
  showTime(element, post.editedAt, "editedAt");
  fill(element, "note", post.note);
  setLanguage(slot(element, "note"), language);
}

function showSource(element: HTMLElement, source: Post["source"]): void {
  const place = slot(element, "source");
  if (!place) return;
  place.hidden = !source;
  if (!source?.url || !/^https?:/.test(source.url)) {
    place.textContent = source?.name ?? "";
    return;
  }
  const anchor = document.createElement("a");
  anchor.href = source.url;
  anchor.rel = "external noopener";
  anchor.textContent = source.name;
  place.replaceChildren(anchor);
}

function showPicture(element: HTMLElement, image: Post["image"]): void {
  const picture = slot(element, "picture");
  if (!picture) return;
  picture.hidden = !isPicture(image?.url);
  if (!image || picture.hidden) return;
  const img = document.createElement("img");
  img.src = image.url;
  img.alt = image.alt ?? "";
  if (image.width) img.width = image.width;
  if (image.height) img.height = image.height;
  img.loading = "lazy";
  img.decoding = "async";
  picture.prepend(img);
  fill(picture, "credit", image.credit);
}
