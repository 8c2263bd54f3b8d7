/** The homeserver refused a call, or did not answer (`status` 0). `errcode` as in the Matrix specification. */
export class MatrixError extends Error {
  override readonly name = "MatrixError";
  readonly errcode: string;
  readonly status: number;
  /** How long the server asks to wait, milliseconds. */
  readonly retryAfter: number | null;

  constructor(errcode: string, status: number, message: string, retryAfter: number | null, options?: ErrorOptions) {
    super(message, options);
    this.errcode = errcode;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** The server is away or in trouble, so trying again can help. */
  get isServerTrouble(): boolean {
    return this.status === 0 || this.status >= 500;
  }

  /** The access token is no longer good (client-server API, "Soft logout" and M_UNKNOWN_TOKEN). */
  get isSignedOut(): boolean {
    return this.errcode === "M_UNKNOWN_TOKEN" || this.errcode === "M_MISSING_TOKEN";
  }

  /** The account exists no more, is locked, or its time is over. */
  get isAccountEnded(): boolean {
    const ended = ["M_USER_DEACTIVATED", "M_USER_LOCKED", "M_USER_SUSPENDED", "ORG_MATRIX_EXPIRED_ACCOUNT"];
    return ended.includes(this.errcode);
  }
}
