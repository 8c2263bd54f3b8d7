import { describe, expect } from "vitest";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { enter, pathOf } from "../support/browser/links.ts";
import { openAs } from "../support/browser/people.ts";
import { test } from "../support/browser/test.ts";
import { inviteGuest, uniqueName } from "../support/factories.ts";
import { signIn } from "../support/sign-in.ts";

describe("a customer's request", () => {
  test("is filed in the portal, noted and answered at the desk, solved and rated", async ({ open }) => {
    const { link } = await inviteGuest(await signIn("department_head"));
    const [title, note] = [uniqueName("Drifting sensor"), uniqueName("known fault")];
    const customer = await open({}, pathOf(link));
    await enter(customer);
    const { page } = customer;
    await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Requests" }).click();
    await page.getByRole("link", { name: "New request" }).first().click();
    await page.getByLabel("What is it about?").selectOption("question");
    await page.getByLabel("Subject").fill(title);
    await page.getByLabel("What happened, or what do you need?").fill("It drifts by two percent.");
    await expectAccessible(customer, "a new request");
    await page.getByRole("button", { name: "Send request" }).click();
    await page.getByText(/Your request PT-\d+-\d has arrived/).waitFor();

    const agent = await openAs(open, "support_agent", {}, "/customers/tickets");
    await agent.page.getByLabel("Search by number, subject or name").fill(title);
    await agent.page.getByRole("link", { name: title }).click();
    await agent.page.getByRole("button", { name: "Internal note" }).click();
    await agent.page.getByLabel("Internal note").last().fill(note);
    await agent.page.getByRole("button", { name: "Leave the note" }).click();
    await agent.page.getByRole("article").filter({ hasText: note }).waitFor();
    await expectAccessible(agent, "a ticket with a note");
    await agent.page.getByRole("button", { name: "Answer", exact: true }).click();
    await agent.page.getByLabel(/^Answer to/).fill("Please restart it.");
    await agent.page.getByRole("button", { name: "Send and wait for the customer" }).click();

    await page.getByText("Please restart it.").waitFor();
    await page.getByText("Waiting for you").first().waitFor();
    expect(await page.getByText(note).count(), "a note is none of the customer's business").toBe(0);
    await page.getByLabel("Write an answer").fill("It works again.");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await agent.page.getByText("It works again.").waitFor();
    await agent.page.getByLabel(/^Answer to/).fill("Good to hear.");
    await agent.page.getByRole("button", { name: "Send and solve" }).click();

    await page.getByRole("button", { name: "5 of 5" }).click();
    await page.getByRole("button", { name: "Send rating" }).click();
    await page.getByText("Thank you: you gave 5 of 5.").waitFor();
    await expectAccessible(customer, "a request that was rated");
    await agent.page.getByText(/Rated 5 of 5/).waitFor();
  });
});
