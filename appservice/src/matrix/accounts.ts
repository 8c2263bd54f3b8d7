import type { AccountProvisioner } from "./ports.ts";
import { MatrixRefusal, type MatrixTransport } from "./transport.ts";

/** Through Synapse's user admin API (`PUT /_synapse/admin/v2/users/{user_id}`); the bot is a server administrator. */
export function createAccountProvisioner(transport: MatrixTransport): AccountProvisioner {
  const put = (userId: string, body: Record<string, unknown>) =>
    transport.request({ method: "PUT", path: `/_synapse/admin/v2/users/${encodeURIComponent(userId)}`, body });

  /** The homeserver refuses one of two requests that create an account at once; the account then exists. */
  const create = (userId: string, body: Record<string, unknown>) =>
    put(userId, body).catch((error: unknown) => {
      if (error instanceof MatrixRefusal && error.errcode === "M_USER_IN_USE") return put(userId, body);
      throw error;
    });

  return {
    async ensure({ userId, displayName, userType, password }) {
      await create(userId, {
        displayname: displayName,
        locked: false,
        ...(userType !== undefined && { user_type: userType }),
        ...(password !== undefined && { password, logout_devices: false }),
      });
    },
    async setPassword(userId, password) {
      await put(userId, { password, logout_devices: false });
    },
    async lock(userId) {
      await put(userId, { locked: true });
      const path = `/_synapse/admin/v2/users/${encodeURIComponent(userId)}/devices`;
      const { devices } = (await transport.request({ method: "GET", path })) as { devices: { device_id: string }[] };
      if (devices.length === 0) return;
      await transport.request({
        method: "POST",
        path: `/_synapse/admin/v2/users/${encodeURIComponent(userId)}/delete_devices`,
        body: { devices: devices.map((device) => device.device_id) },
      });
    },
  };
}
