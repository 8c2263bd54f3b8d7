import type { Session } from "../../contexts/session.ts";
import { startClock } from "../../lib/clock.ts";
import { ChatController } from "./chat-controller.ts";
import { forgetFiles } from "./draft-files.ts";
import { forgetDrafts } from "./drafts.ts";

let running: Promise<ChatController> | null = null;
const chats = new WeakMap<Session, Promise<ChatController>>();

const start = async (session: Session): Promise<ChatController> => {
  const { startMatrixSession } = await import("../../matrix/start-session.ts");
  const matrix = await startMatrixSession(session.credentials);
  startClock();
  const chat = new ChatController(matrix);
  session.onEnd((end) => {
    chat.stop();
    // Whoever signs out leaves nothing readable on this device.
    if (end !== "signed-out") return;
    forgetDrafts(matrix.userId);
    void forgetFiles();
  });
  matrix.connection.subscribe((connection) => {
    if (connection === "ended") void session.end("session-over");
  });
  return chat;
};

/** The chat of a session: started once, whichever page asks first, and running until the session ends. */
export const chatOfSession = async (session: Session): Promise<ChatController> => {
  const known = chats.get(session);
  if (known !== undefined) return known;
  const starting = start(session);
  chats.set(session, starting);
  running = starting;
  return starting;
};

/** The chat that runs behind the page, for what is begun from anywhere in it. */
export const runningChat = async (): Promise<ChatController> => {
  if (running === null) throw new Error("no session has begun its chat yet");
  return running;
};
