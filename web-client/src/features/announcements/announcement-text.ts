import { html } from "lit";
import { guard } from "lit/directives/guard.js";
import { markdownToHtml } from "../chat/markdown.ts";
import { sanitise } from "../chat/sanitise.ts";

/** Markdown as it is shown. */
export const announcementText = (text: string) =>
  guard([text], () => {
    const formatted = markdownToHtml(text);
    return formatted === null ? html`<p class="plain">${text}</p>` : sanitise(formatted);
  });

/** The words alone, for a glance. */
export const glance = (text: string): string =>
  text
    .replaceAll(/^[\s|:-]*-{3}[\s|:-]*$/gm, " ")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/^\s{0,3}(?:#{1,6}|[-*+>]|\d+[.)])\s+/gm, "")
    .replaceAll(/[*_`~|]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 280);

const pictures = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
export const isPicture = ({ type }: { readonly type: string }): boolean => pictures.has(type);
