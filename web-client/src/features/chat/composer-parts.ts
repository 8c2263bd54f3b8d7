import { html, nothing } from "lit";
import { t } from "../../i18n/i18n.ts";
import type { MessageItem } from "../../matrix/model.ts";
import { contentText, sizeText } from "./texts.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";

/** Which message the field answers or changes, above it. */
export const contextBar = (icon: "reply" | "edit", what: string, item: MessageItem, onLeave: () => void) =>
  html`<div class="context">
    <ui-icon .name=${icon}></ui-icon>
    <p><strong>${what}</strong> <span>${contentText(item.content)}</span></p>
    <ui-icon-button size="small" icon="close" .label=${t("chat.cancel")} @click=${onLeave}></ui-icon-button>
  </div>`;

/** The files that go with the message. */
export const attachmentTray = (files: readonly File[], onRemove: (file: File) => void) =>
  files.length === 0
    ? nothing
    : html`<ul class="tray" aria-label=${t("chat.attachments")}>
        ${files.map(
          (file) =>
            html`<li>
              <ui-icon .name=${file.type.startsWith("image/") ? "image" : "file"}></ui-icon>
              <span>${file.name}</span><small>${sizeText(file.size)}</small>
              <ui-icon-button
                size="small"
                icon="close"
                .label=${t("chat.remove-file", { name: file.name })}
                @click=${() => onRemove(file)}
              ></ui-icon-button>
            </li>`,
        )}
      </ul>`;
