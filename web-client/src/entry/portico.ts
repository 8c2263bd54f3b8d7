import { startTheme } from "../contexts/theme.ts";
import { startI18n } from "../i18n/i18n.ts";
import { startNavigation } from "../lib/navigation.ts";
import { PorticoApp } from "./portico-app.ts";

startTheme();
startNavigation();
// Elements show texts as soon as they are defined, so the texts come first.
await startI18n();
customElements.define("portico-app", PorticoApp);
