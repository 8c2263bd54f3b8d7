import { createHash, randomUUID } from "node:crypto";
import { api } from "./api.ts";
import { uniqueName } from "./factories.ts";
import { signInByLink, type User } from "./sign-in.ts";

/** A partner whose agreement is in force, with one contact person of ours and one of theirs who has signed in. */
export interface PartnerWorld {
  readonly partnerId: string;
  readonly name: string;
  readonly ours: User;
  readonly theirs: User;
  readonly params: { readonly partnerId: string };
}

/** Proposes an agreement to a new partner. */
export async function proposedPartner(ours: User, name = uniqueName("Partner")) {
  const { partner } = await api(ours).call("POST /api/partners", {
    body: {
      name: { en: name, zh: name },
      kind: "supplier",
      title: "Frame agreement",
      terms: "Delivery within two weeks.",
      requestId: randomUUID(),
    },
  });
  return { partnerId: partner.id, name, params: { partnerId: partner.id } };
}

/** Adds somebody of the partner, who signs in by the link. */
export async function addTheirs(ours: User, params: { readonly partnerId: string }, name = uniqueName("Contact")) {
  const { seen } = await api(ours).call("GET /api/partners/{partnerId}/audience", { params });
  const { link, whole } = await api(ours).call("POST /api/partners/{partnerId}/contacts", {
    params,
    body: { side: "theirs", name, locale: "en", duty: "Sales", seen },
  });
  if (link === null) throw new Error("somebody of the partner got no link");
  const contact = whole.contacts.find((each) => each.name.en === name);
  if (contact === undefined) throw new Error("a contact person was not kept");
  return { link, contact };
}

export async function partnerWorld(ours: User): Promise<PartnerWorld> {
  const { partnerId, name, params } = await proposedPartner(ours);
  const { link } = await addTheirs(ours, params);
  const theirs = await signInByLink(link);
  await api(theirs).call("POST /api/partners/{partnerId}/acceptance", { params });
  return { partnerId, name, params, ours, theirs };
}

/** A file of a version. */
export const versionFile = (text: string) => ({
  fileName: "quote.txt",
  contentType: "text/plain",
  content: Buffer.from(text).toString("base64"),
  note: "",
});

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
