import { formatClock } from "../page/relative-time";
import { create, showText } from "./parts";

/** The time of an article, in the reader's time zone; for another day the date. */
export const createTime = (): HTMLTimeElement => create("time", "time");

export function showTime(element: HTMLTimeElement, at: string | undefined): void {
  showText(element, at ? formatClock(Date.parse(at), Date.now()) : "");
  element.dateTime = at ?? "";
}
