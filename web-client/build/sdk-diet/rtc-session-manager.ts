/**
 * Stands in for the SDK's MatrixRTC session manager, which every client starts
 * and which brings the whole of MatrixRTC along. Meetings import MatrixRTC in
 * their own chunk.
 */
export class MatrixRTCSessionManager {
  start(): void {}
  stop(): void {}
}
