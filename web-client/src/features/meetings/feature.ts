import { html } from "lit";
import type { ClientFeature } from "../../shells/client-feature.ts";

export const feature: ClientFeature = {
  cards: {
    meeting: {
      texts: ["meetings"],
      load: async () => import("./meeting-card.ts"),
      render: (id) => html`<meeting-card .meetingId=${id}></meeting-card>`,
    },
  },
};
