import { beforeAll, describe, expect } from "vitest";
import { api } from "../support/api.ts";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { dialog } from "../support/browser/dialog.ts";
import { accountOf, openAs } from "../support/browser/people.ts";
import { test } from "../support/browser/test.ts";
import { query } from "../support/database.ts";
import { uniqueName } from "../support/factories.ts";
import { signIn } from "../support/sign-in.ts";

const topic = uniqueName("Walk");

beforeAll(async () => {
  const [owner] = await query<{ id: string }>("SELECT id FROM person WHERE user_id = $1", [
    accountOf("department_head").userId,
  ]);
  await query("DELETE FROM suggestion_passes_drawn");
  await api(await signIn("admin")).call("PUT /api/suggestions/topics/{topicId}", {
    params: { topicId: topic.replaceAll(" ", "-") },
    body: { name: { en: topic, zh: topic }, ownerId: owner?.id ?? "", dueDays: 5 },
  });
});

describe("the suggestion box", () => {
  test("an anonymous author is asked back, answers, and everybody sees the decision", async ({ open }) => {
    const title = uniqueName("Bicycle stands");
    const author = await openAs(open, "staff", {}, "/work/suggestions");
    const { page } = author;
    // The passes are there before the dialog asks for them.
    await page.waitForFunction(() => localStorage.getItem("portico.suggestions.passes") !== null);
    await page.getByRole("button", { name: "New", exact: true }).click();
    await page.getByRole("menuitem", { name: "Suggestion" }).click();
    const form = dialog(author, "Suggest something");
    await form.getByLabel("Topic").selectOption({ label: `${topic} · Fang Zhiyuan` });
    await form.getByLabel("In one line").fill(title);
    await form.getByLabel("What should change").fill("A roof over them, please.");
    await form.getByLabel("Without my name").check();
    await form.getByRole("button", { name: "Send" }).click();
    await page.getByRole("heading", { name: title }).waitFor();
    await expectAccessible(author, "an anonymous suggestion");

    const owner = await openAs(open, "department_head", {}, "/inbox");
    await owner.page.locator("page-inbox").getByText(title).first().waitFor();
    await owner.page.goto("/work/suggestions?view=owned");
    await owner.page.getByRole("link", { name: title }).click();
    await owner.page.getByText("without a name").first().waitFor();
    await owner.page.getByLabel("Ask the author").fill("How many?");
    await owner.page.getByRole("button", { name: "Send" }).click();
    await owner.page.getByText("How many?").waitFor();

    await page.reload();
    await page.getByText("How many?").waitFor();
    await page.getByLabel("Reply").fill("Twenty.");
    await page.getByRole("button", { name: "Send" }).click();
    await owner.page.getByText("Twenty.").waitFor();

    await owner.page.getByRole("button", { name: "Decide" }).click();
    const decision = dialog(owner, /Decide on no\./);
    await decision.getByLabel("Answer").fill("They come in May.");
    await decision.getByRole("button", { name: "Decide" }).click();
    await owner.page.getByText("They come in May.").waitFor();

    const reader = await openAs(open, "sales", { width: 390 }, "/work/suggestions");
    await reader.page.getByRole("link", { name: title }).click();
    await reader.page.getByText("They come in May.").waitFor();
    await reader.page.getByRole("button", { name: "Vote for it" }).click();
    await reader.page.getByRole("button", { name: "1 for it" }).waitFor();
    await expectAccessible(reader, "a published suggestion on a phone");
    expect(await reader.page.getByText("Sun Yue").count()).toBe(0);
  });
});
