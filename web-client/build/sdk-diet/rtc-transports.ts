/**
 * Stands in for the SDK's poll of `/rtc/transports` (MSC4143), which every
 * client starts at sign-in and again each day. Synapse does not serve it, so the
 * answer would be 404 and an error in the browser's console; Portico's service
 * says where meetings are held.
 */
export const createRtcTransportsCachedValue = (): { start(): void; stop(): void } => ({
  start: () => {},
  stop: () => {},
});
