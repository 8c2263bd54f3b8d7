import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { mailbox, type RunningBridge, startBridge } from "../support/bridge.ts";
import { inviteGuest, twoCustomers, uniqueName } from "../support/factories.ts";
import { type ArrivedMail, type MailServer, startMailServer } from "../support/mail-server.ts";
import { matrix } from "../support/matrix.ts";
import { upload } from "../support/media.ts";
import { startNameServer } from "../support/name-server.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { bringMail } from "../support/smtp-client.ts";
import { waitFor } from "../support/wait-for.ts";

const SUPPORT = `support-${randomUUID().slice(0, 8)}@heronbay.example`;
const ORIGIN = { ip: "203.0.113.10", helo: "mx.tidewater.example" };
const person = (name: string) => `${name}-${randomUUID().slice(0, 8)}@tidewater.example`;

let agent: User;
let head: User;
let admin: User;
let bridge: RunningBridge;
let world: MailServer;
let names: Awaited<ReturnType<typeof startNameServer>>;
beforeAll(async () => {
  [agent, head, admin] = await Promise.all([signIn("support_agent"), signIn("department_head"), signIn("admin")]);
  names = await startNameServer({
    "TXT tidewater.example": [`v=spf1 ip4:${ORIGIN.ip} -all`],
    "TXT _dmarc.tidewater.example": ["v=DMARC1; p=reject"],
    "TXT elsewhere.example": ["v=spf1 -all"],
  });
  bridge = await startBridge([mailbox(SUPPORT)], [names.address]);
  world = await startMailServer(bridge.outPort);
}, 60_000);
afterAll(async () => {
  await bridge?.stop();
  await world?.stop();
  await names?.stop();
});

interface Written {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly headers?: readonly string[];
  readonly to?: string;
  readonly origin?: typeof ORIGIN;
  /** In place of the text part: content type and the rest. */
  readonly body?: string;
}

const messageId = () => `<${randomUUID()}@tidewater.example>`;

function write({ from, subject, text, headers = [], to = SUPPORT, body }: Written): string {
  const id = headers.some((line) => /^message-id:/i.test(line)) ? [] : [`Message-ID: ${messageId()}`];
  const head = [`From: Mei Lin <${from}>`, `To: ${to}`, `Subject: ${subject}`, ...id, ...headers, "MIME-Version: 1.0"];
  return `${head.join("\r\n")}\r\n${body ?? `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`}`;
}

const bring = (mail: Written, raw = write(mail)) =>
  bringMail(bridge.smtpPort, {
    from: mail.from,
    to: [mail.to ?? SUPPORT],
    raw,
    ...(mail.origin !== undefined && { origin: mail.origin }),
  });

async function ticketOf(subject: string) {
  return waitFor(`there is a ticket "${subject}"`, async () => {
    const { items } = await api(agent).call("GET /api/tickets", { query: { q: subject, view: "all" } });
    return items.find(({ title }) => title === subject);
  });
}
const read = (ticketId: string) => api(agent).call("GET /api/tickets/{ticketId}", { params: { ticketId } });
const mailOf = async (ticketId: string) =>
  (await api(agent).call("GET /api/tickets/{ticketId}/mail", { params: { ticketId } })).items;
const answer = (ticketId: string, text: string, kind: "message" | "note" = "message") =>
  api(agent).call("POST /api/tickets/{ticketId}/entries", { params: { ticketId }, body: { kind, text } });
const isReceipt = ({ mail }: ArrivedMail) => mail.headers.some(({ key }) => key === "auto-submitted");
const isAnswer = (mail: ArrivedMail) => !isReceipt(mail);

async function waitForMessages(ticketId: string, count: number) {
  return waitFor(`${ticketId} has ${count} messages`, async () => {
    const ticket = await read(ticketId);
    const messages = ticket.entries.filter(({ kind }) => kind === "message");
    return messages.length >= count && { ...ticket, messages };
  });
}
async function refusedOf(from: string) {
  return waitFor(`a mail of ${from} is refused`, async () => {
    const { refused } = await api(admin).call("GET /api/mail");
    return refused.find((each) => each.from === from);
  });
}

test("a mail becomes a ticket, the answer leaves as mail, and the reply comes back into the same ticket", async () => {
  const from = person("mei");
  const [company] = await twoCustomers(head);
  await inviteGuest(head, { email: from, customerId: company.id });
  const subject = uniqueName("Pump stands still");
  expect(await bring({ from, subject, text: "It stopped at noon.", origin: ORIGIN })).toContain("kept");
  const ticket = await ticketOf(subject);
  expect(ticket).toMatchObject({ channel: "email", company: { id: company.id }, state: "new" });
  const [received] = await mailOf(ticket.id);
  expect(received?.received).toMatchObject({
    from,
    verified: true,
    matched: "new",
    auth: { spf: "pass", dmarc: "pass", domain: "tidewater.example" },
  });

  const receipt = await world.wait(from, isReceipt);
  expect(receipt.mail.subject).toContain(ticket.number);
  expect(receipt.from, "nobody answers a receipt").toBe("");

  await answer(ticket.id, "canary only for us", "note");
  await answer(ticket.id, "Please send us the serial number.");
  const sent = await world.wait(from, isAnswer);
  expect(sent.mail.subject).toBe(`Re: ${subject} [${ticket.number}]`);
  expect(sent.mail.text).toContain("Please send us the serial number.");
  expect(sent.mail.text).toContain("Heronbay Instruments");
  expect(sent.mail.messageId).toMatch(/^<portico\..+@heronbay\.example>$/);
  expect(sent.mail.inReplyTo).toMatch(/@tidewater\.example>$/);
  expect(sent.raw.toString()).not.toContain("canary");
  await waitFor("the agent sees that it left", async () =>
    (await mailOf(ticket.id)).some(({ sent: out }) =>
      out.some(({ kind, state }) => kind === "answer" && state === "sent"),
    ),
  );

  // Its signed id alone: another subject, and nothing else of ours.
  const reply = {
    from,
    subject: "about the pump",
    text: "HB-4711\n\n> Please send us the serial number.",
    origin: ORIGIN,
  };
  await bring({ ...reply, headers: [`In-Reply-To: ${sent.mail.messageId}`] });
  const after = await waitForMessages(ticket.id, 3);
  expect(after.messages.at(-1)).toMatchObject({ side: "customer", text: "HB-4711" });
  // The address to answer to alone.
  const replyTo = sent.mail.replyTo?.[0]?.address ?? "";
  expect(replyTo).toContain("+pt-");
  await bring({ from, to: replyTo, subject: "once more", text: "And the pump smells.", origin: ORIGIN });
  expect((await waitForMessages(ticket.id, 4)).messages.at(-1)?.text).toBe("And the pump smells.");
  expect(world.arrived.filter(({ to }) => to.includes(from)).length, "a reply gets no receipt").toBe(2);
});

test("the same mail brought twice, also with another server's lines above it, is there once", async () => {
  const mail = { from: person("twice"), subject: uniqueName("Twice"), text: "once" };
  const raw = write(mail);
  await bring(mail, raw);
  await bring(mail, raw);
  await bring(mail, `Received: from a.example by b.example; Tue, 1 Dec 2026 10:00:00 +0000\r\n${raw}`);
  const ticket = await ticketOf(mail.subject);
  await bring({ ...mail, subject: `${mail.subject} later` });
  await ticketOf(`${mail.subject} later`);
  expect((await read(ticket.id)).entries.filter(({ kind }) => kind === "message")).toHaveLength(1);
  const { total } = await api(agent).call("GET /api/tickets", { query: { q: mail.subject, view: "all" } });
  expect(total, "that mail and the later one").toBe(2);
});

test("nobody joins a ticket of somebody else by an id that he copied, or by its number", async () => {
  const [one, other] = await twoCustomers(head);
  const [victim, foreign, unknown] = [person("victim"), person("foreign"), person("unknown")];
  await inviteGuest(head, { email: victim, customerId: one.id });
  await inviteGuest(head, { email: foreign, customerId: other.id });
  const subject = uniqueName("Confidential");
  const id = messageId();
  await bring({ from: victim, subject, text: "ours", headers: [`Message-ID: ${id}`], origin: ORIGIN });
  const ticket = await ticketOf(subject);
  await answer(ticket.id, "we look into it");
  const sent = await world.wait(victim, isAnswer);
  const forged = String(sent.mail.messageId).replace(/\.[0-9a-f]{24}@/, `.${"0".repeat(24)}@`);
  const ours = `In-Reply-To: ${sent.mail.messageId}`;
  const genuine = { origin: ORIGIN };
  const attempts = [
    { from: foreign, headers: [ours], ...genuine },
    { from: foreign, headers: [ours] },
    { from: foreign, headers: [`References: ${id}`], ...genuine },
    { from: foreign, number: true, ...genuine },
    { from: unknown, headers: [`In-Reply-To: ${id}`], ...genuine },
    { from: unknown, headers: [`In-Reply-To: ${forged}`], ...genuine },
    { from: unknown, number: true, ...genuine },
    // Forgers: the right address from a wrong place, and a wrong address with the right id.
    { from: victim, number: true },
    { from: victim, headers: [`References: ${id}`] },
    { from: unknown, headers: [ours] },
  ];
  for (const { number, ...attempt } of attempts) {
    const title = number === true ? `${uniqueName("Join")} ${ticket.number}` : uniqueName("Join");
    await bring({ ...attempt, subject: title, text: "let me in" });
    expect((await ticketOf(title)).id, JSON.stringify(attempt)).not.toBe(ticket.id);
  }
  expect((await read(ticket.id)).entries.filter(({ kind }) => kind === "message")).toHaveLength(2);
  // A forwarded mail may be answered by whoever has it, and that is shown.
  await bring({ from: unknown, subject: "forwarded to me", text: "I can help", headers: [ours], ...genuine });
  const joined = await waitForMessages(ticket.id, 3);
  const last = joined.messages.at(-1);
  expect((await mailOf(ticket.id)).find(({ entryId }) => entryId === last?.id)?.received).toMatchObject({
    stranger: true,
  });
});

test("what a program answers is neither answered nor a ticket of its own; in its ticket it is a note", async () => {
  const from = person("away");
  const subject = uniqueName("Before the holidays");
  await bring({ from, subject, text: "hello" });
  const ticket = await ticketOf(subject);
  await answer(ticket.id, "good morning");
  const sent = await world.wait(from, isAnswer);
  await api(agent).call("PUT /api/tickets/{ticketId}", { params: { ticketId: ticket.id }, body: { state: "solved" } });
  const vacation = {
    from,
    subject: "Out of office",
    text: "back on Monday",
    headers: ["Auto-Submitted: auto-replied"],
  };
  await bring({ ...vacation, headers: [...vacation.headers, `In-Reply-To: ${sent.mail.messageId}`] });
  const noted = await waitFor("the note is there", async () => {
    const found = await read(ticket.id);
    return found.entries.some(({ kind, text }) => kind === "note" && text.includes("back on Monday")) && found;
  });
  expect(noted.state, "it opens nothing").toBe("solved");
  const other = person("list");
  await bring({ ...vacation, from: other, headers: ["Precedence: bulk"] });
  expect(await refusedOf(other)).toMatchObject({ reason: "automatic", admissible: true });
  expect(world.arrived.some(({ to }) => to.includes(other))).toBe(false);
});

test("a mail that came back is shown at the answer, and sent again when somebody wants", async () => {
  const from = person("gone");
  const subject = uniqueName("Will bounce");
  await bring({ from, subject, text: "hello" });
  const ticket = await ticketOf(subject);
  await world.wait(from, isReceipt);
  await answer(ticket.id, "good morning");
  const sent = await world.wait(from, isAnswer);
  const report = [
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "Your mail did not arrive.",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.tidewater.example",
    "",
    `Final-Recipient: rfc822; ${from}`,
    "Action: failed",
    "Status: 5.1.1",
    "Diagnostic-Code: smtp; 550 no such person",
    "--b",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: ${sent.mail.messageId}`,
    "--b--",
    "",
  ].join("\r\n");
  await bringMail(bridge.smtpPort, {
    from: "",
    to: [SUPPORT],
    raw: write({ from: "mailer-daemon@tidewater.example", subject: "Undelivered", text: "", body: report }),
  });
  const failed = await waitFor("the bounce is shown", async () =>
    (await mailOf(ticket.id)).flatMap(({ sent: out }) => out).find(({ state }) => state === "bounced"),
  );
  expect(failed.problem).toContain("550 no such person");
  expect((await read(ticket.id)).entries.filter(({ kind }) => kind === "message")).toHaveLength(2);
  await api(agent).call("POST /api/mail/outgoing/{mailId}/retry", { params: { mailId: failed.id } });
  await waitFor(
    "it was sent again",
    () => world.arrived.filter((each) => each.to.includes(from) && isAnswer(each)).length === 2,
  );
});

test("an answer that is refused for good says so, one that is refused for now waits", async () => {
  const [gone, busy] = [person("refused"), person("busy")];
  world.refuse(gone, 550);
  world.refuse(busy, 451);
  const states = async (from: string) => {
    const subject = uniqueName("Refusals");
    await bring({ from, subject, text: "hello", headers: ["X-Auto-Response-Suppress: All"] });
    const ticket = await ticketOf(subject);
    await answer(ticket.id, "good morning");
    return waitFor("the answer was refused", async () =>
      (await mailOf(ticket.id)).flatMap(({ sent }) => sent).find(({ problem }) => problem !== null),
    );
  };
  expect(await states(gone)).toMatchObject({ state: "failed" });
  expect(await states(busy)).toMatchObject({ state: expect.stringMatching(/queued|sending/) as string });
  world.refuse(busy, null);
  await world.wait(busy, isAnswer);
});

describe("what is in a mail", () => {
  test.each([
    ["big5", Buffer.from([0xc1, 0xc2, 0xc1, 0xc2]), "謝謝"],
    ["gb18030", Buffer.from([0xd0, 0xbb, 0xd0, 0xbb]), "谢谢"],
    ["iso-8859-1", Buffer.from([0x67, 0x72, 0xfc, 0xdf, 0x65]), "grüße"],
  ])("is read in %s", async (charset, bytes, text) => {
    const subject = uniqueName("Charset");
    const from = person("charset");
    const head = write({ from, subject, text: "", body: `Content-Type: text/plain; charset=${charset}\r\n\r\n` });
    await bringMail(bridge.smtpPort, { from, to: [SUPPORT], raw: Buffer.concat([Buffer.from(head), bytes]) });
    const ticket = await ticketOf(subject);
    expect((await read(ticket.id)).entries[0]?.text).toBe(text);
  });

  test("HTML becomes text, and files are saved, never shown, unless they are harmless", async () => {
    const subject = uniqueName("Files");
    const from = person("files");
    const body = [
      'Content-Type: multipart/mixed; boundary="x"',
      "",
      "--x",
      "Content-Type: text/html; charset=utf-8",
      "",
      '<p>Hello <b>there</b></p><script>alert(1)</script><img src="https://spy.example/pixel.gif">',
      "--x",
      'Content-Type: text/html; name="evil.html"',
      'Content-Disposition: attachment; filename="../evil.html"',
      "",
      "<script>alert(2)</script>",
      "--x",
      "Content-Type: application/x-msdownload",
      'Content-Disposition: attachment; filename="../../setup.exe"',
      "",
      "MZ",
      "--x",
      'Content-Type: image/png; name="dot.png"',
      'Content-Disposition: attachment; filename="dot.png"',
      "Content-Transfer-Encoding: base64",
      "",
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "--x--",
      "",
    ].join("\r\n");
    await bring({ from, subject, text: "", body });
    const ticket = await ticketOf(subject);
    const entry = (await read(ticket.id)).entries[0];
    expect(entry?.text).toBe("Hello there");
    const [mail] = await mailOf(ticket.id);
    expect(mail?.files.map(({ name, contentType }) => [name, contentType])).toEqual([
      ["_.._setup.exe", "application/octet-stream"],
      ["dot.png", "image/png"],
    ]);
    expect(mail?.received?.leftOut, "the page stays in the original").toBe(1);
  });
});

test("an agent answers in the room of the ticket, with a file, and both leave as mail", async () => {
  const from = person("room");
  const subject = uniqueName("By room");
  await bring({ from, subject, text: "hello", headers: ["X-Auto-Response-Suppress: All"] });
  const { id } = await ticketOf(subject);
  await api(agent).call("PUT /api/tickets/{ticketId}", { params: { ticketId: id }, body: { ownerId: agent.userId } });
  const roomId = await waitFor("the ticket has its room", async () => (await read(id)).roomId ?? undefined, 30_000);
  const say = (content: object) =>
    matrix(agent).call(
      "PUT",
      `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${randomUUID()}`,
      content,
    );
  await waitFor(
    "the agent may write there",
    () =>
      say({ msgtype: "m.text", body: "from the room" }).then(
        () => true,
        () => false,
      ),
    30_000,
  );
  const sent = await world.wait(from, ({ mail }) => mail.text?.includes("from the room") === true);
  expect(sent.mail.subject).toContain("By room");
  const bytes = Buffer.from("number,value\n1,2\n");
  const url = await upload(agent, { name: "values.csv", type: "text/csv", content: new Uint8Array(bytes) });
  await say({ msgtype: "m.file", body: "values.csv", url, info: { mimetype: "text/csv", size: bytes.length } });
  const { mail } = await world.wait(from, (each) => each.mail.attachments.length > 0);
  expect(mail.attachments[0]).toMatchObject({ filename: "values.csv" });
  expect(Buffer.from(mail.attachments[0]!.content as ArrayBuffer)).toEqual(bytes);
});
