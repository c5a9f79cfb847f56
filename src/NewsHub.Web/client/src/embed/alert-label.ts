import { language, word } from "../page/words";
import { create, showText } from "./parts";

/** The label of an alert's level. */
export const createAlert = (): HTMLElement => create("strong", "alert");

export function showAlert(label: HTMLElement, alert: string | undefined): void {
  showText(label, alert ? word(`alert.${alert}`) : "");
  label.lang = language;
}
