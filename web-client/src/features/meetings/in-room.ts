import { loadTexts } from "../../i18n/i18n.ts";

/** Loads what a conversation shows of meetings: the button in its header and the strip over it. */
export const loadMeetings = async (): Promise<void> => {
  await loadTexts("meetings");
  await Promise.all([import("./meeting-button.ts"), import("./meeting-strip.ts")]);
};
