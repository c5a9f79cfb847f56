import { keepLine } from "./still";

/** Milliseconds without scrolling after which boxes are taken out: scrolling by script would stop the momentum of a finger's stroke. */
const idle = 200;

/** Posts that were removed. Their content leaves at once; a box in view or above it keeps its height until it is out of view. */
export class GonePosts {
  readonly #boxes = new Set<HTMLElement>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(signal: AbortSignal) {
    addEventListener("scroll", () => this.#clearSoon(), { passive: true, signal });
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
  }

  add(post: HTMLElement): void {
    const { top, height } = post.getBoundingClientRect();
    if (top >= innerHeight) {
      post.remove();
      return;
    }
    post.style.setProperty("height", `${height}px`);
    post.replaceChildren();
    for (const name of ["aria-labelledby", "aria-posinset", "aria-setsize", "tabindex", "id"]) post.removeAttribute(name);
    for (const name of ["post", "version", "position", "key"]) delete post.dataset[name];
    post.dataset["gone"] = "";
    post.setAttribute("aria-hidden", "true");
    this.#boxes.add(post);
    this.#clearSoon();
  }

  #clearSoon(): void {
    if (this.#boxes.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#clear(), idle);
  }

  #clear(): void {
    const hidden = [...this.#boxes].filter((box) => !isInView(box));
    if (hidden.length === 0) return;
    for (const box of hidden) this.#boxes.delete(box);
    keepLine(() => {
      for (const box of hidden) box.remove();
    });
  }
}

function isInView(box: HTMLElement): boolean {
  const { top, bottom } = box.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
