/** Creates an element with a part name, by which the page can style it, and with children. */
export function create<K extends keyof HTMLElementTagNameMap>(name: K, part: string, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.setAttribute("part", part);
  element.append(...children);
  return element;
}

/** Sets the text of an element, and hides the element without one. */
export function showText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === "";
}
