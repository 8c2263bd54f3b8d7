import type { ReactiveController, ReactiveControllerHost } from "lit";
import { showToast } from "../../components/toasts.ts";
import type { MessageItem, Problem } from "../../matrix/model.ts";
import type { MatrixSession, OpenRoom } from "../../matrix/session.ts";
import { keepFiles, knownFiles, readFiles } from "./draft-files.ts";
import { keepDraft, readDraft } from "./drafts.ts";
import type { NamedPerson } from "./markdown.ts";
import { moveNamed, namedIn } from "./mention-query.ts";
import { sendable } from "./sendable.ts";
import type * as Sending from "./send-written.ts";
import { problemText } from "./texts.ts";

/** What sends comes behind the conversation. Null when it could not be had: the page was opened and the server went away. */
export const loadSending = async (): Promise<typeof Sending | null> => {
  const [loaded] = await Promise.allSettled([import("./send-written.ts")]);
  return loaded.status === "fulfilled" ? loaded.value : null;
};
const unreachable: Problem = { kind: "offline", detail: "", limit: null };

/** What the field holds. */
interface Field {
  readonly text: string;
  readonly named: readonly NamedPerson[];
}

/**
 * What is being written in one room: text, files, whom it names, what it
 * answers or changes, and why it could not be sent. All of it is kept as a draft
 * until it is safely in the outbox. What is sent belongs to the room in which it
 * was sent, whichever is open by then.
 */
export class Composition implements ReactiveController {
  files: readonly File[] = [];
  /** Why it could not be sent, in words; empty when nothing stands against it. */
  problem = "";
  private _field: Field = { text: "", named: [] };
  private _replyTo: string | null = null;
  /** The own message that is changed, and the draft that waits meanwhile. */
  private _edit: { readonly eventId: string; readonly waiting: Field } | null = null;
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

  get text(): string {
    return this._field.text;
  }

  get isEmpty(): boolean {
    return this.text.trim() === "" && this.files.length === 0;
  }

  /** The message that is answered. */
  get reply(): MessageItem | null {
    return this._message(this._replyTo);
  }

  /** The own message that is changed. */
  get editing(): MessageItem | null {
    return this._message(this._edit?.eventId ?? null);
  }

  /** Goes on with the draft of the room. */
  open(): void {
    const { userId, roomId } = this._place;
    const draft = readDraft(userId, roomId);
    const waiting = { text: draft?.text ?? "", named: draft?.named ?? [] };
    const edit = draft?.edit ?? null;
    this._replyTo = draft?.replyTo ?? null;
    this._edit = edit === null ? null : { eventId: edit.eventId, waiting };
    this._field = edit ?? waiting;
    this.problem = "";
    const known = knownFiles(userId, roomId);
    this.files = known ?? [];
    if (known === undefined) void this._bringFiles(userId, roomId);
  }

  /** What is in the field now, and where its caret stands. */
  write(text: string, caret = text.length): void {
    this._field = { text, named: moveNamed(this._field.text, text, caret, this._field.named) };
    this.problem = "";
    this._keep();
  }

  /** The text, as it is now, names somebody there. */
  name(person: NamedPerson): void {
    this._field = { ...this._field, named: [...this._field.named, person] };
    this._keep();
  }

  /** Adds files to the message; those that cannot be sent are named at once. */
  attach(files: readonly File[]): void {
    const { good, problem } = sendable(files, this._matrix().uploadLimit.peek());
    this.problem = problem;
    this.files = [...this.files, ...good];
    this._keep();
  }

  remove(file: File): void {
    this.files = this.files.filter((each) => each !== file);
    this._keep();
  }

  answer(item: MessageItem): void {
    if (this._edit !== null) this._field = this._edit.waiting;
    this._edit = null;
    this._replyTo = item.eventId;
    this._keep();
  }

  /** Begins to change an own message; false for one that is no text. */
  change(item: MessageItem): boolean {
    const { content, eventId } = item;
    if (eventId === null || (content.kind !== "text" && content.kind !== "notice")) return false;
    this._edit = { eventId, waiting: this._edit?.waiting ?? this._field };
    this._field = { text: content.body, named: namedIn(content.body, content.html) };
    this._keep();
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
    if (this._edit !== null) this._field = this._edit.waiting;
    this._edit = null;
    this._replyTo = null;
    this.problem = "";
    this._keep();
  }

  /** What is sent leaves the field at once; what could not be sent comes back into it. Resolves with whether all of it is new and on its way. */
  async send(): Promise<boolean> {
    const room = this._room();
    const { text, named } = this._field;
    const message: Sending.Written = { text, files: this.files, named, replyTo: this._replyTo };
    const { editing } = this;
    if (this._edit !== null) {
      if (text.trim() === "" || editing === null) return false;
      this.problem = "";
      const problem = await this._sendEdit(room, message, editing);
      if (placeOf(this._room()) === placeOf(room)) this.problem = problem === null ? "" : problemText(problem);
      else if (problem !== null) showToast(problemText(problem), "danger");
      this._host.requestUpdate();
      return false;
    }
    if (this.isEmpty) return false;
    this.problem = "";
    this._field = { text: "", named: [] };
    this.files = [];
    this._replyTo = null;
    this._host.requestUpdate();
    // One after the other: a second message must not overtake the files of the first.
    const sent = this._sending.then(async () => this._sendNew(room, message));
    this._sending = sent.then(() => undefined);
    return sent;
  }

  private async _sendEdit(room: OpenRoom, message: Sending.Written, item: MessageItem): Promise<Problem | null> {
    const sending = await loadSending();
    const problem = sending === null ? unreachable : await sending.sendEdit(this._matrix(), room, item, message);
    if (problem !== null) return problem;
    if (placeOf(this._room()) === placeOf(room) && this._edit?.eventId === item.eventId) this.leave();
    else this._forgetEdit(placeOf(room));
    return null;
  }

  private async _sendNew(room: OpenRoom, message: Sending.Written): Promise<boolean> {
    const sending = await loadSending();
    const { problem, rest } =
      sending === null ? { problem: unreachable, rest: message } : await sending.sendNew(this._matrix(), room, message);
    const here = placeOf(this._room()) === placeOf(room);
    if (problem !== null && here) this._return(rest, problem);
    if (problem !== null && !here) this._returnAway(placeOf(room), rest, problem);
    if (here) this._keep();
    else if (problem === null) this._forgetSent(placeOf(room), message);
    return problem === null && here;
  }

  /** Puts what was not sent before what was typed meanwhile. */
  private _return(message: Sending.Written, problem: Problem): void {
    this._field = joined(message, this._field);
    this.files = [...message.files, ...this.files];
    this._replyTo ??= message.replyTo;
    this.problem = problemText(problem);
  }

  /** The same, while another room is open. */
  private _returnAway(roomId: string, message: Sending.Written, problem: Problem): void {
    const { userId } = this._place;
    const before = readDraft(userId, roomId);
    const typed = before?.text === message.text ? { text: "", named: [] } : (before ?? { text: "", named: [] });
    const replyTo = before?.replyTo ?? message.replyTo;
    keepDraft(userId, roomId, { ...joined(message, typed), replyTo, edit: before?.edit ?? null });
    void keepFiles(userId, roomId, message.files);
    showToast(problemText(problem), "danger");
  }

  /** What was sent is no draft of its room any more; what was typed there after it stays. */
  private _forgetSent(roomId: string, message: Sending.Written): void {
    const { userId } = this._place;
    const draft = readDraft(userId, roomId);
    if (draft?.text === message.text) keepDraft(userId, roomId, { text: "", named: [], replyTo: null, edit: null });
    const files = knownFiles(userId, roomId) ?? [];
    void keepFiles(
      userId,
      roomId,
      files.filter((file) => !message.files.includes(file)),
    );
  }

  private _forgetEdit(roomId: string): void {
    const { userId } = this._place;
    const draft = readDraft(userId, roomId);
    if (draft !== null) keepDraft(userId, roomId, { ...draft, edit: null });
  }

  private get _place(): { readonly userId: string; readonly roomId: string } {
    return { userId: this._matrix().userId, roomId: placeOf(this._room()) };
  }

  private async _bringFiles(userId: string, roomId: string): Promise<void> {
    const files = await readFiles(userId, roomId);
    if (files.length === 0 || this._place.roomId !== roomId) return;
    this.files = [...files, ...this.files];
    this._keep();
  }

  private _keep(): void {
    this._host.requestUpdate();
    const { userId, roomId } = this._place;
    const { text, named } = this._edit?.waiting ?? this._field;
    const edit = this._edit === null ? null : { eventId: this._edit.eventId, ...this._field };
    keepDraft(userId, roomId, { text, named, replyTo: this._replyTo, edit });
    void keepFiles(userId, roomId, this.files);
  }

  /** Read while rendering: the message may come after its draft. */
  private _message(eventId: string | null): MessageItem | null {
    if (eventId === null) return null;
    const item = this._room().items.value.find((each) => each.eventId === eventId);
    return item?.kind === "message" ? item : null;
  }
}

/** A thread has drafts of its own. */
const placeOf = ({ roomId, thread }: OpenRoom): string => (thread === null ? roomId : `${roomId} ${thread}`);

const joined = (first: Field, second: Field): Field => {
  if (second.text === "") return { text: first.text, named: first.named };
  if (first.text === "") return second;
  const shift = first.text.length + 1;
  const moved = second.named.map((person) => ({ ...person, at: person.at + shift }));
  return { text: `${first.text}\n${second.text}`, named: [...first.named, ...moved] };
};
