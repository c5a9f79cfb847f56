/**
 * Puts rows in order. The row that has the focus stays in the document, and the others move around it, because an element that is taken out
 * loses the focus. If it is no longer among the rows, it is the last one until the focus leaves it.
 */
export function arrange(list: HTMLElement, wanted: readonly HTMLElement[]): void {
  const focused = [...list.children].find((row) => row.contains(document.activeElement)) as HTMLElement | undefined;
  const isDropped = focused !== undefined && !wanted.includes(focused);
  const rows = isDropped ? [...wanted.slice(0, Math.max(0, list.childElementCount - 1)), focused] : wanted;
  for (const row of [...list.children]) if (!rows.includes(row as HTMLElement)) row.remove();
  if (isDropped) focused.addEventListener("focusout", () => setTimeout(() => focused.contains(document.activeElement) || focused.remove()), { once: true });
  if (rows.every((row, place) => list.children[place] === row)) return;
  const before = focused ? rows.indexOf(focused) : 0;
  for (const row of rows.slice(0, before)) list.insertBefore(row, focused!);
  list.append(...rows.slice(focused ? before + 1 : 0));
}
