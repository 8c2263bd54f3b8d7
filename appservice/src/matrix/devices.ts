import type { DeviceRegistry } from "./ports.ts";
import type { MatrixTransport } from "./transport.ts";

interface SynapseDevice {
  readonly device_id: string;
  readonly display_name?: string | null;
  readonly last_seen_ts?: number | null;
  readonly last_seen_user_agent?: string | null;
}

/** Through Synapse's user admin API (`/_synapse/admin/v2/users/{user_id}/devices`); the bot is a server administrator. */
export function createDeviceRegistry(transport: MatrixTransport): DeviceRegistry {
  const user = (userId: string): string => `/_synapse/admin/v2/users/${encodeURIComponent(userId)}`;
  return {
    async list(userId) {
      const path = `${user(userId)}/devices`;
      const { devices } = (await transport.request({ method: "GET", path })) as { devices: SynapseDevice[] };
      return devices.map((device) => ({
        id: device.device_id,
        name: device.display_name ?? null,
        lastSeenAt: typeof device.last_seen_ts === "number" ? new Date(device.last_seen_ts) : null,
        userAgent: device.last_seen_user_agent ?? null,
      }));
    },
    async remove(userId, deviceIds) {
      if (deviceIds.length === 0) return;
      await transport.request({
        method: "POST",
        path: `${user(userId)}/delete_devices`,
        body: { devices: [...deviceIds] },
      });
    },
  };
}
