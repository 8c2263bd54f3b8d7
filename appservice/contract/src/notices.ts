import { gather, type Merged } from "./derive.ts";
import type { NoticeEntry } from "./declare.ts";

type Entries = Merged<"notices">;

/** What people are told in the bell, by kind. Clients have the words; the fields are what the words are about. */
export type Notices = {
  readonly [Kind in keyof Entries]: Entries[Kind] extends NoticeEntry<infer Fields> ? Fields : never;
};
export type NoticeKind = keyof Notices;
export const noticeKinds = Object.keys(gather("notices")) as NoticeKind[];

/** A kind with the fields that belong to it. */
export type NoticeContent = {
  readonly [Kind in NoticeKind]: { readonly kind: Kind; readonly fields: Notices[Kind] };
}[NoticeKind];
