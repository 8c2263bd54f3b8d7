import type { SampleCompany } from "@portico/config/sample-company/schema.ts";
import type { AppserviceSettings } from "@portico/config/settings.ts";
import type { DbPool } from "../db/connection.ts";
import type { MatrixPorts } from "../matrix/ports.ts";
import type { MatrixTransport } from "../matrix/transport.ts";
import type { Api } from "./api.ts";

/** What every step of loading the sample company works with. */
export interface Loading {
  readonly company: SampleCompany;
  readonly settings: AppserviceSettings;
  readonly transport: MatrixTransport;
  readonly matrix: MatrixPorts;
  readonly db: DbPool;
  readonly operator: Api;
  readonly admin: Api;
  /** The moment that the times of the sample are counted from; the same when loading is resumed. */
  readonly loadedAt: Date;
  readonly users: Users;
  readonly say: (line: string) => void;
}

/** Matrix ids and names of the sample's people and guests. */
export interface Users {
  /** By person id or guest key; throws for somebody whom the sample does not have. */
  of(id: string): SampleUser;
}

export interface SampleUser {
  readonly userId: string;
  /** In every language, as mentions write them. */
  readonly names: readonly string[];
  /** Guests only: the id by which links are issued, and the room they are in. */
  readonly guestId?: string;
  readonly roomId?: string;
}
