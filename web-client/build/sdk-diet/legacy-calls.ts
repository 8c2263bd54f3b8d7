/**
 * Stands in for the SDK's `webrtc/*`: one-to-one calls of Matrix before
 * MatrixRTC. Portico's meetings run over LiveKit, so a client without call
 * support is exactly what it is. Names and shapes are those the SDK imports.
 */

/** No browser supports calls, as far as the SDK may know. */
export const supportsMatrixCall = (): boolean => false;

/** The SDK's own answer where calls are not supported. */
export const createNewMatrixCall = (): null => null;

/** Built by every client; holds no device until a call starts, which never happens. */
export class MediaHandler {
  stopAllStreams(): void {}
}

/** Never built: the SDK asks `supportsMatrixCall` first. */
export class CallEventHandler {
  start(): void {}
  stop(): void {}
}

/** Never built: the SDK asks `supportsMatrixCall` first. */
export class GroupCallEventHandler {
  start(): void {}
  stop(): void {}
}

/** Built only by `createGroupCall`, which needs a handler that is never there. */
export class GroupCall {
  leave(): void {}
}
