import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { MessageItem, Problem } from "../../matrix/model.ts";
import type { MatrixSession, OpenRoom } from "../../matrix/session.ts";
import { keepDraft, readDraft } from "./drafts.ts";
import type { NamedPerson } from "./markdown.ts";
import { stillNamed } from "./mention-query.ts";
import { sendable } from "./sendable.ts";
import type * as Sending from "./send-written.ts";
import { problemText } from "./texts.ts";

/** What sends comes behind the conversation. Null when it could not be had: the page was opened and the server went away. */
export const loadSending = async (): Promise<typeof Sending | null> => {
  const [loaded] = await Promise.allSettled([import("./send-written.ts")]);
  return loaded.status === "fulfilled" ? loaded.value : null;
};
const unreachable: Problem = { kind: "offline", detail: "", limit: null };

/**
 * What is being written in one room: text, files, whom it names, what it
 * answers or changes, and why it could not be sent. Keeps it as a draft until it
 * is safely in the outbox.
 */
export class Composition implements ReactiveController {
  text = "";
  files: readonly File[] = [];
  /** The message that is answered. */
  reply: MessageItem | null = null;
  /** The own message that is changed; a draft waits meanwhile. */
  editing: MessageItem | null = null;
  /** Why it could not be sent, in words; empty when nothing stands against it. */
  problem = "";
  private _named: readonly NamedPerson[] = [];
  private _sending: Promise<void> = Promise.resolve();
  private readonly _host: ReactiveControllerHost;
  private readonly _matrix: () => MatrixSession;
  private readonly _room: () => OpenRoom;

  constructor(host: ReactiveControllerHost, of: { matrix: () => MatrixSession; room: () => OpenRoom }) {
    this._host = host;
    this._matrix = of.matrix;
    this._room = of.room;
    host.addController(this);
  }

  hostConnected(): void {
    void loadSending();
  }

  get isEmpty(): boolean {
    return this.text.trim() === "" && this.files.length === 0;
  }

  /** Goes on with the draft of the room. */
  open(): void {
    this._restore();
    const { draft } = this;
    this.reply = this._message(draft?.replyTo ?? null);
    this.editing = null;
    this.files = [];
    this.problem = "";
  }

  /** What is in the field now. */
  write(text: string): void {
    this.text = text;
    this.problem = "";
    this._keep();
  }

  /** The text names somebody as this. */
  name(person: NamedPerson): void {
    this._named = [...this._named, person];
  }

  /** Adds files to the message; those that cannot be sent are named at once. */
  attach(files: readonly File[]): void {
    const { good, problem } = sendable(files, this._matrix().uploadLimit.peek());
    this.problem = problem;
    this.files = [...this.files, ...good];
    this._host.requestUpdate();
  }

  remove(file: File): void {
    this.files = this.files.filter((each) => each !== file);
    this._host.requestUpdate();
  }

  answer(item: MessageItem): void {
    if (this.editing !== null) this._restore();
    this.editing = null;
    this.reply = item;
    this._keep();
  }

  /** Begins to change an own message; false for one that is no text. */
  change(item: MessageItem): boolean {
    if (item.content.kind !== "text" && item.content.kind !== "notice") return false;
    if (this.editing === null) this._keep();
    this.editing = item;
    this.text = item.content.body;
    this._named = [];
    this._host.requestUpdate();
    return true;
  }

  /** The last message that the user can change. */
  get lastOwn(): MessageItem | null {
    const items = this._room().items.peek();
    const last = items.findLast((item) => item.kind === "message" && item.own && item.eventId !== null);
    return last?.kind === "message" ? last : null;
  }

  /** Neither answers nor changes anything any more. */
  leave(): void {
    const wasEditing = this.editing !== null;
    this.editing = null;
    this.reply = null;
    this.problem = "";
    if (wasEditing) this._restore();
    this._keep();
  }

  /** What is sent leaves the field at once; what could not be sent comes back into it. Resolves with whether all of it is new and on its way. */
  async send(): Promise<boolean> {
    const message: Sending.Written = { text: this.text, files: this.files, named: this._named, reply: this.reply };
    const { editing } = this;
    if (message.text.trim() === "" && (editing !== null || message.files.length === 0)) return false;
    this.problem = "";
    if (editing !== null) {
      const problem = await this._sendEdit(message, editing);
      this.problem = problem === null ? "" : problemText(problem);
      this._host.requestUpdate();
      return false;
    }
    this.text = "";
    this.files = [];
    this._named = [];
    this.reply = null;
    this._host.requestUpdate();
    // One after the other: a second message must not overtake the files of the first.
    const sent = this._sending.then(async () => this._sendNew(message));
    this._sending = sent.then(() => undefined);
    return sent;
  }

  private async _sendEdit(message: Sending.Written, item: MessageItem): Promise<Problem | null> {
    const room = this._room();
    const sending = await loadSending();
    const problem = sending === null ? unreachable : await sending.sendEdit(this._matrix(), room, item, message);
    if (problem === null && this.editing === item) this.leave();
    return problem;
  }

  private async _sendNew(message: Sending.Written): Promise<boolean> {
    const room = this._room();
    const sending = await loadSending();
    const { problem, rest } =
      sending === null ? { problem: unreachable, rest: message } : await sending.sendNew(this._matrix(), room, message);
    if (problem !== null) this._return(rest, problem);
    if (this._room().roomId === room.roomId) this._keep();
    return problem === null;
  }

  /** Puts what was not sent before what was typed meanwhile. */
  private _return(message: Sending.Written, problem: Problem): void {
    this.text = [message.text, this.text].filter((text) => text !== "").join("\n");
    this.files = [...message.files, ...this.files];
    this._named = [...message.named, ...this._named];
    this.reply ??= message.reply;
    this.problem = problemText(problem);
  }

  private get draft() {
    return readDraft(this._matrix().userId, this._room().roomId);
  }

  private _restore(): void {
    const { draft } = this;
    this.text = draft?.text ?? "";
    this._named = draft?.named ?? [];
  }

  private _keep(): void {
    this._host.requestUpdate();
    if (this.editing !== null) return;
    const named = stillNamed(this.text, this._named);
    const replyTo = this.reply?.eventId ?? null;
    keepDraft(this._matrix().userId, this._room().roomId, { text: this.text, named, replyTo });
  }

  private _message(eventId: string | null): MessageItem | null {
    const item = this._room()
      .items.peek()
      .find((each) => eventId !== null && each.eventId === eventId);
    return item?.kind === "message" ? item : null;
  }
}
