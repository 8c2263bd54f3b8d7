import { startTheme } from "../contexts/theme.ts";
import { startI18n } from "../i18n/i18n.ts";

startTheme();
await startI18n();
await import("./sandbox-page.ts");
