import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { freePorts } from "./free-ports.ts";
import { waitFor } from "./wait-for.ts";

export interface ImapServer {
  readonly url: string;
  /** Puts a mail into the inbox, as a mail server does. */
  deliver(name: string, raw: string): void;
  /** Ends it without a word and begins anew. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const idOf = (flag: "-u" | "-g", user: string): number =>
  Number(execFileSync("id", [flag, user], { encoding: "utf8" }));

/** Debian's dovecot with one mailbox, as this user or, where that is root, as the users that Debian made for it. */
export async function startDovecot(): Promise<ImapServer> {
  const { imap: port } = await freePorts(["imap"]);
  const folder = mkdtempSync(join(tmpdir(), "portico-imap-"));
  chmodSync(folder, 0o755);
  const me = userInfo();
  const isRoot = me.uid === 0;
  const [uid, gid] = isRoot ? [idOf("-u", "mail"), idOf("-g", "mail")] : [me.uid, me.gid];
  const group = execFileSync("id", ["-gn"], { encoding: "utf8" }).trim();
  const home = join(folder, "mail");
  for (const part of ["", "Maildir", "Maildir/tmp", "Maildir/new", "Maildir/cur"]) {
    mkdirSync(join(home, part), { recursive: true });
    chownSync(join(home, part), uid, gid);
  }
  writeFileSync(join(folder, "users"), "support:{PLAIN}secret\n");
  const settings = [
    `base_dir = ${folder}/run`,
    `state_dir = ${folder}/state`,
    `log_path = ${folder}/dovecot.log`,
    "protocols = imap",
    "listen = 127.0.0.1",
    "ssl = no",
    "disable_plaintext_auth = no",
    "auth_mechanisms = plain login",
    ...(isRoot ? [] : [`default_internal_user = ${me.username}`, `default_internal_group = ${group}`]),
    ...(isRoot ? [] : [`default_login_user = ${me.username}`]),
    "first_valid_uid = 1",
    "first_valid_gid = 1",
    `passdb {\n  driver = passwd-file\n  args = username_format=%u ${folder}/users\n}`,
    `userdb {\n  driver = static\n  args = uid=${uid} gid=${gid} home=${home}\n}`,
    "mail_location = maildir:~/Maildir",
    "namespace inbox {\n  inbox = yes\n}",
    "service anvil {\n  chroot =\n}",
    "service stats {\n  chroot =\n}",
    `service imap-login {\n  chroot =\n  inet_listener imap {\n    port = ${port}\n  }\n  inet_listener imaps {\n    port = 0\n  }\n}`,
  ];
  writeFileSync(join(folder, "dovecot.conf"), `${settings.join("\n")}\n`);
  let running: ChildProcess | undefined;

  async function start(): Promise<void> {
    running = spawn("dovecot", ["-F", "-c", join(folder, "dovecot.conf")], { stdio: "ignore" });
    await waitFor("dovecot answers", async () => {
      if (running?.exitCode !== null) throw new Error(`dovecot ended: see ${folder}/dovecot.log`);
      const socket = connect(port, "127.0.0.1");
      try {
        const [greeting] = (await Promise.race([once(socket, "data"), once(socket, "close").then(() => [""])])) as [
          Buffer | string,
        ];
        return String(greeting).startsWith("* OK");
      } catch {
        return false;
      } finally {
        socket.destroy();
      }
    });
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, "exit");
    running.kill(signal);
    await ended;
  }

  await start();
  return {
    url: `imap://support:secret@127.0.0.1:${port}`,
    deliver(name, raw) {
      const written = join(home, "Maildir", "tmp", name);
      writeFileSync(written, raw);
      chownSync(written, uid, gid);
      renameSync(written, join(home, "Maildir", "new", name));
    },
    async restart() {
      await end("SIGKILL");
      await start();
    },
    async stop() {
      await end("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
