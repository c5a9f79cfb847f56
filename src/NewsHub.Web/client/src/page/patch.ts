/**
 * Makes the children of `old` equal to those of `fresh`. Children that are equal stay the same nodes, with their selection, focus and place, so that
 * a correction of one paragraph touches only that paragraph.
 */
export function patch(old: Element, fresh: Element): void {
  syncAttributes(old, fresh);
  const kept = keptPairs([...old.childNodes], [...fresh.childNodes]);
  const partners = new Map(kept);
  const isKept = new Set(kept.map(([, node]) => node));
  // Between two kept children, those that have the same name are changed into each other, and the rest come and go.
  let at: ChildNode | null = old.firstChild;
  const removed: ChildNode[] = [];
  const skipTo = (end: ChildNode | null) => {
    for (; at !== end && at !== null; at = at.nextSibling) removed.push(at);
  };
  for (const node of [...fresh.childNodes]) {
    const partner = partners.get(node);
    if (partner) {
      skipTo(partner);
      at = partner.nextSibling;
      continue;
    }
    const similar: ChildNode | null = at !== null && !isKept.has(at) && isAlike(at, node) ? at : null;
    if (similar) {
      at = similar.nextSibling;
      if (similar.nodeType === elementType) patch(similar as Element, node as Element);
      else similar.nodeValue = node.nodeValue;
    } else old.insertBefore(document.importNode(node, true), at);
  }
  skipTo(null);
  for (const node of removed) node.remove();
}

const isAlike = (one: ChildNode, other: ChildNode): boolean => one.nodeName === other.nodeName;

const elementType = 1;

/**
 * What makes a child equal to another. Live elements keep their own content, and times their text in the reader's zone, so only their attributes from
 * the server count.
 */
function textOf(node: ChildNode): string {
  if (node.nodeType !== elementType) return `${node.nodeName} ${node.nodeValue}`;
  const element = node as HTMLElement;
  const isOwn = element.localName.includes("-") || element.localName === "time";
  return isOwn ? `${element.localName} ${element.dataset["article"]} ${element.dataset["reaction"]} ${element.getAttribute("datetime")}` : element.outerHTML;
}

/** The longest series of equal children in both lists, as pairs of fresh and old. Articles have at most some hundred blocks. */
function keptPairs(old: ChildNode[], fresh: ChildNode[]): [fresh: ChildNode, old: ChildNode][] {
  const [a, b] = [old.map(textOf), fresh.map(textOf)];
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const pairs: [ChildNode, ChildNode][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; )
    if (a[i] === b[j]) pairs.push([fresh[j++]!, old[i++]!]);
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  return pairs;
}

function syncAttributes(old: Element, fresh: Element): void {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}
