import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect } from "vitest";
import { mailbox, type RunningBridge, startBridge } from "../support/bridge.ts";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { enter, pathOf } from "../support/browser/links.ts";
import { openAs } from "../support/browser/people.ts";
import { test } from "../support/browser/test.ts";
import { inviteGuest, uniqueName } from "../support/factories.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { signIn } from "../support/sign-in.ts";
import { bringMail } from "../support/smtp-client.ts";

const SUPPORT = `walk-${randomUUID().slice(0, 8)}@heronbay.example`;

let bridge: RunningBridge;
let world: MailServer;
beforeAll(async () => {
  bridge = await startBridge([mailbox(SUPPORT)], ["127.0.0.1:9"]);
  world = await startMailServer(bridge.outPort);
}, 60_000);
afterAll(async () => {
  await bridge?.stop();
  await world?.stop();
});

const bring = (from: string, subject: string, text: string, ...headers: string[]) =>
  bringMail(bridge.smtpPort, {
    from,
    to: [SUPPORT],
    raw: `${[`From: Mei Lin <${from}>`, `Subject: ${subject}`, `Message-ID: <${randomUUID()}@walk.example>`, ...headers].join("\r\n")}\r\n\r\n${text}\r\n`,
  });

test("a customer writes by mail, is answered at the desk, replies by mail, and finds it all in the portal", async ({
  open,
}) => {
  const from = `mei-${randomUUID().slice(0, 8)}@walk.example`;
  const { link } = await inviteGuest(await signIn("department_head"), { email: from });
  const [title, note] = [uniqueName("Noisy pump"), uniqueName("known noise")];
  const agent = await openAs(open, "support_agent", {}, "/customers/tickets");
  await bring(from, title, "It sings.");
  await agent.page.getByLabel("Search by number, subject or name").fill(title);
  await agent.page.getByRole("link", { name: title }).click();
  await agent.page.getByText(`By mail from ${from}`).waitFor();
  await agent.page.getByText("Sender not confirmed").waitFor();
  await agent.page.getByRole("button", { name: "Internal note" }).click();
  await agent.page.getByLabel("Internal note").last().fill(note);
  await agent.page.getByRole("button", { name: "Leave the note" }).click();
  await agent.page.getByRole("article").filter({ hasText: note }).waitFor();
  await agent.page.getByRole("button", { name: "Answer", exact: true }).click();
  await agent.page.getByText(`Leaves as mail to ${from}`).waitFor();
  await agent.page.getByLabel(/^Answer to/).fill("Since when?");
  await agent.page.getByRole("button", { name: "Send and wait for the customer" }).click();
  const answer = agent.page.getByRole("article").filter({ hasText: "Since when?" });
  await answer.getByText("Mail sent").waitFor();
  await expectAccessible(agent, "a ticket that came by mail");

  const arrived = await world.wait(from, ({ mail }) => mail.text?.includes("Since when?") === true);
  expect(arrived.raw.toString()).not.toContain(note);
  await bring(from, `Re: ${title}`, "Since noon.\r\n\r\n> Since when?", `In-Reply-To: ${arrived.mail.messageId}`);
  await agent.page.getByRole("article").filter({ hasText: "Since noon." }).waitFor();

  const customer = await open({ width: 390 }, pathOf(link));
  await enter(customer);
  await customer.page.getByRole("link", { name: "Requests" }).click();
  await customer.page.getByRole("link", { name: title }).first().click();
  await customer.page.getByText("Since noon.").waitFor();
  expect(await customer.page.getByText(note).count()).toBe(0);
});

test("an administrator sees what was refused and takes it in, and what did not leave", async ({ open }) => {
  const from = `list-${randomUUID().slice(0, 8)}@walk.example`;
  const subject = uniqueName("Offers");
  const admin = await openAs(open, "admin", {}, "/admin/mail");
  await admin.page.getByText(SUPPORT).first().waitFor();
  await bring(from, subject, "Buy.", "Precedence: bulk");
  const row = admin.page.getByRole("row").filter({ hasText: subject });
  await row.getByText("A program answered, and it belongs to no ticket").waitFor();
  await expectAccessible(admin, "the mailboxes");
  await row.getByRole("button", { name: "Take in" }).click();
  await row.waitFor({ state: "detached" });
  world.refuse(from, 550);
  await admin.page.goto(new URL("/customers/tickets", admin.page.url()).href);
  await admin.page.getByLabel("Search by number, subject or name").fill(subject);
  await admin.page.getByRole("link", { name: subject }).click();
  await admin.page.getByLabel(/^Answer to/).fill("No, thank you.");
  await admin.page.getByRole("button", { name: "Send", exact: true }).click();
  const answer = admin.page.getByRole("article").filter({ hasText: "No, thank you." });
  await answer.getByText("Mail not sent").waitFor();
  await answer.getByText("no such person here").waitFor();
  world.refuse(from, null);
  await answer.getByRole("button", { name: "Send again" }).click();
  await answer.getByText("Mail sent").waitFor();
});
