import type { ResponseOf } from "../../api/types.ts";

export type WholeAnnouncement = ResponseOf<"GET /api/announcements/{announcementId}">;
export type Announcement = WholeAnnouncement["announcement"];
export type Edition = WholeAnnouncement["editions"][number];
export type AudiencePart = Announcement["audience"][number];
export type StoredFile = Announcement["files"][number];
export type Readers = ResponseOf<"GET /api/announcements/{announcementId}/readers">;
export type Reader = Readers["items"][number];
