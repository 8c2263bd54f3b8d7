import { loadTexts } from "../../i18n/i18n.ts";

/** Loads what rings over every page. */
export const loadDock = async (): Promise<void> => {
  await loadTexts("meetings");
  await import("./meeting-dock.ts");
};
