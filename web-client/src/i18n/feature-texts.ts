import { addTextFiles } from "./load.ts";
import type { Messages } from "./load.ts";

addTextFiles(
  import.meta.glob<Messages>("../features/*/strings.*.json", { import: "default" }),
  import.meta.glob<Messages>("../features/*/strings-*.*.json", { import: "default" }),
);
