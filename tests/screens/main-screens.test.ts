import { describe } from "vitest";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { api } from "../support/api.ts";
import { openByLink } from "../support/browser/links.ts";
import { accountOf, enterPassword, inside } from "../support/browser/people.ts";
import { resize, type Look, type Profile } from "../support/browser/profile.ts";
import { field } from "../support/browser/room.ts";
import { keepScreen } from "../support/browser/screens.ts";
import { test } from "../support/browser/test.ts";
import { words } from "../support/browser/words.ts";
import { query } from "../support/database.ts";
import { everything } from "../support/everything.ts";

/** Each size, colour and language is looked at; all of them together in `npm test -- all`. */
const looks = (locale: Look["locale"]): readonly Omit<Look, "locale">[] => {
  const all = [
    { width: 1440, theme: "light" },
    { width: 390, theme: "dark" },
    { width: 390, theme: "light" },
    { width: 1440, theme: "dark" },
  ] as const;
  if (everything) return all;
  return locale === "en" ? all.slice(0, 2) : all.slice(2, 3);
};

/** Keeps what is shown in every size and colour; axe looks at each. */
async function keepLooks(profile: Profile, screen: string, ready: (profile: Profile) => Promise<void>): Promise<void> {
  for (const look of looks(profile.look.locale)) {
    const shown = await resize(profile, look);
    await ready(shown);
    await keepScreen(shown, screen);
    await expectAccessible(shown, `${screen}, ${look.width} px, ${look.theme}`);
  }
}

async function go({ page }: Profile, path: string): Promise<void> {
  await page.goto(path);
}

describe.each(["en", "zh"] as const)("every main screen in %s", (locale) => {
  const say = (key: string) => words(locale, key);

  test("sign-in, staff shell, room, people, administration", async ({ open }) => {
    const profile = await open({ locale });
    const { page } = profile;
    // A language that was chosen stays when the company's records name another.
    for (const language of locale === "zh" ? ["English", "中文"] : ["中文", "English"])
      await page.getByRole("button", { name: language }).click();
    await keepLooks(profile, "sign-in", async () =>
      page.getByRole("heading", { name: say("sign-in.title") }).waitFor(),
    );
    const { userId, password } = accountOf("admin");
    await enterPassword(profile, userId, password);
    await inside(profile);

    // Its room stands before the one with its announcements.
    const department = page.getByRole("link", { name: locale === "zh" ? "职能中心" : "Corporate Services" }).first();
    await keepLooks(profile, "staff", async () => {
      await go(profile, "/");
      await department.waitFor();
    });
    await department.click();
    await page.waitForURL("**/rooms/**");
    const room = new URL(page.url()).pathname;
    await keepLooks(profile, "room", async () => {
      await go(profile, room);
      await page.getByRole("article").last().waitFor();
      await field(profile).waitFor();
    });
    await keepLooks(profile, "people", async () => {
      await go(profile, "/people/fang-zhiyuan");
      await page.getByRole("heading", { name: locale === "zh" ? "方志远" : "Fang Zhiyuan" }).waitFor();
    });
    await keepLooks(profile, "import", async () => {
      await go(profile, "/admin/import");
      await page.getByText(say("admin.provisioned")).waitFor();
    });
  });

  test("administration's other pages", async ({ open }) => {
    const profile = await open({ locale });
    const { page } = profile;
    const { userId, password } = accountOf("admin");
    await enterPassword(profile, userId, password);
    await inside(profile);
    for (const [section, heading] of [
      ["roles", "admin.role-table"],
      ["rooms", "admin.rooms-last-scan"],
      ["operations", "operations.title"],
      ["audit", "audit.title"],
      ["health", "admin.health-ok"],
    ] as const) {
      await keepLooks(profile, `admin-${section}`, async () => {
        await go(profile, `/admin/${section}`);
        await page.getByRole("heading", { name: say(heading) }).waitFor();
        if (section === "operations" || section === "audit") await page.getByRole("row").nth(1).waitFor();
      });
    }
  });

  test("the bell, and who is in a room and why", async ({ open }) => {
    const profile = await open({ locale });
    const { page } = profile;
    const { userId, password } = accountOf("admin");
    await enterPassword(profile, userId, password);
    await inside(profile);
    await keepLooks(profile, "bell", async ({ look }) => {
      await page.goto("/people");
      // On phones the bell is behind the last entry of the bar.
      if (look.width < 720) await page.getByRole("button", { name: say("shells.more") }).click();
      await page.getByRole("button", { name: say("notifications.title") }).click();
      await page.getByRole("dialog", { name: say("notifications.title") }).waitFor();
    });
    await go(profile, "/");
    await page
      .getByRole("link", { name: locale === "zh" ? "职能中心" : "Corporate Services" })
      .first()
      .click();
    await page.waitForURL("**/rooms/**");
    const room = new URL(page.url()).pathname;
    const because = new RegExp(`^${say("chat.because").split("{")[0]}`);
    await keepLooks(profile, "members", async () => {
      // Wide screens remember that the members were shown.
      await page.evaluate(() => localStorage.removeItem("portico.chat.members"));
      await go(profile, room);
      await page.getByRole("article").last().waitFor();
      await page.getByRole("button", { name: /^\d+ (members|位成员)$/ }).click();
      await page.getByText(because).first().waitFor();
    });
  });

  test("guest", async ({ open }) => {
    const name = locale === "zh" ? "吴海燕" : "Marieke de Boer";
    const [guest] = await query<{ id: string }>("SELECT id FROM guest WHERE name = $1", [name]);
    const { link } = await api("operator").call("POST /api/operator/links", { body: { id: guest!.id } });
    const profile = await openByLink(open, link, { locale });
    const { page } = profile;
    await keepLooks(profile, "guest", async () => {
      await page.getByRole("article").last().waitFor();
      await field(profile).waitFor();
    });
  });
});
