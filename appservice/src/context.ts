import type { AppserviceSettings } from "@portico/config/settings.ts";
import type { DbPool } from "./db/connection.ts";
import type { LinkService } from "./features/links/service.ts";
import type { LiveHub } from "./features/live/hub.ts";
import type { RoomService } from "./features/rooms/service.ts";
import type { JobSender } from "./jobs/queue.ts";
import type { Log } from "./log/logger.ts";
import type { MatrixPorts } from "./matrix/ports.ts";
import type { PolicyPublisher } from "./policy/publisher.ts";

/** What every capability is built from. A service takes only the parts that it needs. */
export interface Context {
  readonly settings: AppserviceSettings;
  readonly db: DbPool;
  readonly log: Log;
  readonly jobs: JobSender;
  readonly matrix: MatrixPorts;
  readonly policy: PolicyPublisher;
  readonly links: LinkService;
  readonly live: LiveHub;
  readonly rooms: RoomService;
}
