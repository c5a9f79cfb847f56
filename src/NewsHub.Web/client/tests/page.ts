import { parseHTML } from "linkedom";
import words from "../../../NewsHub.Articles/Language/en.json";

/** A linkedom page for element tests, with stubs for the browser APIs that linkedom lacks. */
export interface Browser {
  top: number;
  /** True while the mouse is over everything. */
  isPointing: boolean;
  readonly document: Document;
  /** Calls the callback of the page's IntersectionObserver. */
  intersect: (changes: { isIntersecting: boolean; target: Element }[]) => void;
  /** What the page's IntersectionObservers observe. */
  readonly observed: Element[];
  readonly beacons: string[];
}

export function openPage(body: string): Browser {
  const window = parseHTML(`<!doctype html><html><body data-cursor="7f3a90c1.41">${body}<p id="alert"></p><p id="status"></p></body></html>`);
  const browser: Browser = { top: 0, isPointing: false, document: window.document as unknown as Document, intersect: () => {}, observed: [], beacons: [] };
  class IntersectionObserver {
    constructor(callback: Browser["intersect"]) {
      browser.intersect = callback;
    }
    observe(target: Element): void {
      browser.observed.push(target);
    }
    disconnect(): void {}
  }
  Object.defineProperty(globalThis, "navigator", {
    configurable: true, value: { sendBeacon: (url: string, body: string) => browser.beacons.push(`${url} ${body}`) > 0 },
  });
  Object.defineProperty(window.document, "visibilityState", { value: "visible", configurable: true });
  const prototype = window.HTMLElement.prototype as unknown as HTMLElement;
  prototype.getBoundingClientRect = () => ({ top: browser.top, bottom: browser.top + 100, height: 100 }) as DOMRect;
  const { matches } = prototype;
  prototype.matches = function (this: Element, selector: string) { return selector === ":hover" ? browser.isPointing : matches.call(this, selector); } as typeof matches;
  prototype.scrollIntoView = () => {};
  // linkedom lacks the `hidden` property.
  for (const name of ["hidden"] as const)
    Object.defineProperty(prototype, name, {
      configurable: true,
      get(this: HTMLElement) { return this.hasAttribute(name); },
      set(this: HTMLElement, on: boolean) { this.toggleAttribute(name, on); },
    });
  Object.assign(globalThis, {
    newshubWords: words, innerHeight: 800, innerWidth: 1280, matchMedia: () => ({ matches: true }), scrollBy: () => {}, scrollTo: () => {},
    window, document: window.document, location: { href: "http://localhost/" },
    HTMLElement: window.HTMLElement, DOMParser: window.DOMParser, customElements: window.customElements,
    Event: window.Event, IntersectionObserver, addEventListener: window.addEventListener.bind(window),
  });
  return browser;
}

/** Makes an element the content of the page, with the places where announcements go. */
export const show = <T extends HTMLElement>(html: string): T => {
  document.body.innerHTML = `${html}<p id="alert"></p><p id="status"></p>`;
  return document.body.firstElementChild as T;
};

/** The slots of a teaser, as Teaser.razor renders them. */
export const teaser = (id = "", headline = "") => `
  <li class="teaser" data-article="${id}" data-version="1">
    <figure data-slot="picture" hidden></figure>
    <strong data-slot="alert" hidden></strong><a data-slot="section" hidden></a>
    <h2><a data-slot="headline" href="/articles/${id}">${headline}</a></h2>
    <p data-slot="summary" hidden></p><span data-slot="source" hidden></span><time data-slot="time" data-relative="age"></time><span data-slot="corrected" hidden>Corrected <time data-slot="correctedAt"></time></span>
  </li>`;
