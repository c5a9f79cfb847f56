import { setLanguage } from "../page/dom";
import { language, word } from "../page/words";
import { create, showText } from "./parts";

/** The label of an alert's level. */
export function createAlert(): HTMLElement {
  const label = create("strong", "alert");
  setLanguage(label, language);
  return label;
}

export const showAlert = (label: HTMLElement, alert: string | undefined): void => showText(label, alert ? word(`alert.${alert}`) : "");
