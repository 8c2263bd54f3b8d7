import type { AppserviceSettings } from "@portico/config/settings.ts";
import type { Kysely } from "kysely";
import type { Database } from "./db/database.ts";
import type { Log } from "./log/logger.ts";
import type { MatrixPorts } from "./matrix/ports.ts";
import type { PolicyPublisher } from "./policy/publisher.ts";

/** What every capability is built from. A service takes only the parts that it needs. */
export interface Context {
  readonly settings: AppserviceSettings;
  readonly db: Kysely<Database>;
  readonly log: Log;
  readonly matrix: MatrixPorts;
  readonly policy: PolicyPublisher;
}
