/** What a Matrix client needs to act as the signed-in user. */
export interface MatrixCredentials {
  /** Base URL of the homeserver; the web server of this page passes `/_matrix` on, so it is this origin. */
  readonly homeserverUrl: string;
  readonly userId: string;
  readonly deviceId: string;
  readonly accessToken: string;
}

const fields = ["homeserverUrl", "userId", "deviceId", "accessToken"] as const;

/** Whether a stored value is a complete set of credentials. */
export const isMatrixCredentials = (value: unknown): value is MatrixCredentials =>
  typeof value === "object" &&
  value !== null &&
  fields.every((field) => typeof (value as Record<string, unknown>)[field] === "string");
