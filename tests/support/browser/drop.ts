import type { Profile } from "./profile.ts";

/** Chooses files to import; each is given by its lines. */
export async function drop({ page }: Profile, name: string, lines: readonly string[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: /Drop files here/ }).click(),
  ]);
  await chooser.setFiles([{ name, mimeType: "text/csv", buffer: Buffer.from(`${lines.join("\r\n")}\r\n`) }]);
}
