import { api } from "../../api/client.ts";
import { t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { fillIn } from "./dialog-fields.ts";

const kinds = ["supplier", "channel", "development", "logistics", "other"] as const;

/** What is agreed, in words. */
export const agreementFields = () =>
  [
    { name: "title", label: t("partners.agreement-title"), hint: t("partners.agreement-title-hint") },
    { name: "terms", label: t("partners.terms"), kind: "long", most: 8_000, hint: t("partners.terms-hint") },
  ] as const;

/** Proposes an agreement to a new partner and opens its page. */
export async function newPartner(): Promise<void> {
  const requestId = crypto.randomUUID();
  let id = "";
  const sent = await fillIn({
    heading: t("partners.new"),
    action: t("partners.propose"),
    fields: [
      { name: "en", label: t("partners.name-en"), most: 80 },
      { name: "zh", label: t("partners.name-zh"), most: 80 },
      {
        name: "kind",
        label: t("partners.kind"),
        kind: "choice",
        value: "supplier",
        options: kinds.map((value) => ({ value, label: t(`partners.kind.${value}`) })),
      },
      ...agreementFields(),
    ],
    send: async ({ text }) => {
      const { partner } = await api.call("POST /api/partners", {
        body: {
          name: { en: text("en"), zh: text("zh") },
          kind: kinds.find((kind) => kind === text("kind")) ?? "other",
          title: text("title"),
          terms: text("terms"),
          requestId,
        },
      });
      id = partner.id;
    },
  });
  if (sent) navigate(`/partners/${id}`);
}
