import { chromium } from "playwright-core";
const [, , base, user, pass, out, w = "1440", lang = "en", ...paths] = process.argv;
const b = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
    " ",
  ),
});
const ctx = await b.newContext({
  viewport: { width: +w, height: +w < 600 ? 844 : 900 },
  locale: lang === "zh" ? "zh-CN" : "en-GB",
});
const p = await ctx.newPage();
p.on(
  "console",
  (m) => m.type() === "error" && !m.text().includes("inline style") && console.log("CONSOLE", m.text().slice(0, 300)),
);
p.on("pageerror", (e) => console.log("PAGEERROR", e.message.slice(0, 300)));
p.on("response", (r) => r.status() >= 400 && console.log("HTTP", r.status(), r.url().slice(0, 160)));
if (user === "-") {
  await p.goto(pass);
  await p.waitForTimeout(3000);
  await p.screenshot({ path: `${out}-link.png` });
  await p
    .locator("button")
    .filter({ hasText: /enter|进入|join|加入/i })
    .first()
    .click();
  await p.waitForTimeout(6000);
  await p.screenshot({ path: `${out}-guest.png` });
} else {
  await p.goto(base);
  await p.waitForTimeout(2500);
  await p.screenshot({ path: `${out}-signin.png` });
  await p.locator("input").nth(0).fill(user);
  await p.locator("input").nth(1).fill(pass);
  await p.keyboard.press("Enter");
  await p.waitForTimeout(7000);
  await p.screenshot({ path: `${out}-home.png` });
}
let i = 0;
for (const path of paths) {
  if (path.startsWith("click:")) {
    await p.getByText(path.slice(6)).first().click();
  } else await p.goto(base + path);
  await p.waitForTimeout(3500);
  await p.screenshot({ path: `${out}-${++i}.png` });
  console.log(path, p.url());
}
await b.close();
