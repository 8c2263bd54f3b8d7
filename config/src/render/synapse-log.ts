import type { Installation } from "../installation.ts";

/** Synapse's logging: to standard error, which the launcher keeps in `logs/synapse.log`. */
export function renderSynapseLog({ config }: Installation): Record<string, unknown> {
  return {
    version: 1,
    formatters: { line: { format: "%(asctime)s %(levelname)s %(name)s:%(lineno)d [%(request)s] %(message)s" } },
    handlers: { console: { class: "logging.StreamHandler", formatter: "line" } },
    loggers: { "synapse.storage.SQL": { level: "INFO" } },
    root: { level: config.logLevel.replace("warn", "warning").toUpperCase(), handlers: ["console"] },
    disable_existing_loggers: false,
  };
}
