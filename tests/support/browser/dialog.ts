import type { Locator } from "playwright-core";
import type { Profile } from "./profile.ts";

/** The open dialog with this heading, with its content and its buttons. */
export const dialog = ({ page }: Profile, heading: string | RegExp): Locator =>
  // The role is on an inner element, and what is slotted into it is not below it in the tree.
  page.locator("ui-dialog").filter({ has: page.getByRole("heading", { name: heading }) });
