import type { Installation } from "./installation.ts";
import { freshLink, sampleSignIns } from "./sample-accounts.ts";
import { peekSecrets } from "./secrets.ts";
import { printFirstAdmin } from "./status.ts";
import { tableLines, type Terminal } from "./terminal.ts";
import { typed } from "./typed.ts";

/** An administrator, a head and a colleague are enough to see the company from each side. */
const PEOPLE = 3;

/**
 * What to do in a fresh installation: sign in, come as a guest, open it to the
 * network. Passwords and links are shown to a person only, never in a log.
 */
export async function printTryFirst(installation: Installation, terminal: Terminal): Promise<void> {
  const accounts = sampleSignIns(installation);
  if (accounts.length === 0) printFirstAdmin(installation, terminal);
  else if (terminal.live) {
    const people = accounts.filter(({ password }) => password !== undefined).slice(0, PEOPLE);
    const [guest] = accounts.filter(({ guestId }) => guestId !== undefined);
    terminal.line();
    terminal.line("Try first: sign in as one of these, with user name and password,");
    for (const line of tableLines(
      people.map(({ name, userId, password = "" }) => [name, userId.slice(1, userId.indexOf(":")), password]),
    ))
      terminal.line(line);
    if (guest?.guestId !== undefined) {
      const link = await freshLink(installation, peekSecrets(installation.folders.data), guest.guestId);
      terminal.line(`and, in another browser, come as a guest by this link, which works once:`);
      for (const line of tableLines([[guest.name, link]])) terminal.line(line);
    }
    terminal.line(`All sign-ins: "${typed(installation, "status")}"; new links: "${typed(installation, "links")}".`);
  } else
    terminal.line(`Sign-ins: "${typed(installation, "status")}"; links of guests: "${typed(installation, "links")}".`);
  if (installation.config.web.publicUrl !== undefined) return;
  terminal.line();
  terminal.line(
    `Only this machine reaches it. For others put a proxy with a certificate in front (HTTPS to ${installation.urls.webListener}),`,
  );
  terminal.line(
    `set web.publicUrl in ${installation.configFile} to its address and livekit.host to 0.0.0.0, and start again.`,
  );
}
