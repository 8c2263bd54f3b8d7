import type { ClientFeature } from "../../shells/client-feature.ts";
import { unreadNotices } from "./unread.ts";

export const feature: ClientFeature = { elsewhere: () => unreadNotices.value };
