/** What stands beside a conversation. */
export const panels = ["members", "files", "pinned", "threads", "settings"] as const;
export type Panel = (typeof panels)[number];

/** The address of a room, with the panel, the thread or the message that is open in it. */
export const roomPath = (
  roomId: string,
  open: { readonly panel?: Panel; readonly thread?: string; readonly at?: string } = {},
): string => {
  const query = new URLSearchParams(open).toString();
  return `/rooms/${encodeURIComponent(roomId)}${query === "" ? "" : `?${query}`}`;
};

/** The panel that an address opens, or null. */
export const panelOf = (url: URL): Panel | null => {
  const wanted = url.searchParams.get("panel");
  return panels.find((panel) => panel === wanted) ?? null;
};
