import type { LocalizedText } from "./common.ts";

/** What people are told in the bell, by kind. Clients have the words; the fields are what the words are about. */
export interface Notices {
  "department.lead": { departmentId: string; department: LocalizedText };
  /** In the place of somebody who has left. */
  "department.handed-over": { departmentId: string; department: LocalizedText; person: LocalizedText };
  "guest.arrived": { guestId: string; name: string; company: LocalizedText };
  "guest.expired": { guestId: string; name: string; company: LocalizedText };
  "guest.handed-over": { guestId: string; name: string; company: LocalizedText };
  "project.lead": { projectId: string; project: LocalizedText };
  "project.handed-over": { projectId: string; project: LocalizedText; person: LocalizedText };
  "role.changed": { from: string; to: string };
}
export type NoticeKind = keyof Notices;
export const noticeKinds = [
  "department.lead",
  "department.handed-over",
  "guest.arrived",
  "guest.expired",
  "guest.handed-over",
  "project.lead",
  "project.handed-over",
  "role.changed",
] as const satisfies readonly NoticeKind[];

/** A kind with the fields that belong to it. */
export type NoticeContent = {
  readonly [Kind in NoticeKind]: { readonly kind: Kind; readonly fields: Notices[Kind] };
}[NoticeKind];
