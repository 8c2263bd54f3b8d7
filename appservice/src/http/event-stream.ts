import type { Request, Response } from "express";

/** One message of a stream (HTML standard, "Server-sent events"). */
export interface StreamMessage {
  /** Where the client resumes after it. */
  readonly id?: string;
  readonly event?: string;
  readonly data?: unknown;
}

/** An answer that goes on. Nothing is sent before `open`, so that a handler can still refuse. */
export interface EventStream {
  /** What the client saw last, when it comes again. */
  readonly lastEventId: string | undefined;
  /** Fires when the client has gone or the stream was ended. */
  readonly closed: AbortSignal;
  open(): void;
  /** Sends a message; without data it only moves the place to resume. */
  send(message: StreamMessage): void;
  /** Bytes that the client has not taken yet. */
  readonly backlog: number;
  end(): void;
}

export function createEventStream(request: Request, response: Response): EventStream {
  const over = new AbortController();
  response.on("close", () => over.abort());
  return {
    lastEventId: request.get("last-event-id"),
    closed: over.signal,
    open() {
      response.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store, no-transform",
        // Proxies in front that gather answers (nginx) let this one pass.
        "x-accel-buffering": "no",
      });
      response.flushHeaders();
    },
    send({ id, event, data }) {
      const lines = [
        ...(id === undefined ? [] : [`id: ${id}`]),
        ...(event === undefined ? [] : [`event: ${event}`]),
        ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}`]),
      ];
      response.write(`${lines.join("\n")}\n\n`);
    },
    get backlog() {
      return response.writableLength;
    },
    end() {
      response.end();
      over.abort();
    },
  };
}
