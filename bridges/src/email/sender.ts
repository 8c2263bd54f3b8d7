import { MAIL_BRIDGE_PATH, type OutgoingMail } from "@portico/contract/mail-bridge.ts";
import { createTransport } from "nodemailer";
import { problemText } from "../core/log.ts";
import { NotTaken } from "../core/outgoing.ts";
import type { ServiceClient } from "../core/service-client.ts";
import type { MailSettings } from "./index.ts";

interface Parts {
  readonly settings: MailSettings;
  readonly service: ServiceClient;
  readonly onProblem: (problem: string | null) => void;
}

/** Answers of a mail server that are about the mail; with others the server itself is in trouble. */
const isPermanent = (error: object): boolean => {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  return typeof responseCode === "number" && responseCode >= 500 && code !== "EAUTH";
};

/** Hands mails to the mail server. The Message-ID was fixed before, so that one that arrives twice can be told. */
export function createSender({ settings, service, onProblem }: Parts) {
  const transport = createTransport({
    url: settings.smtp,
    name: settings.hostName,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  async function filesOf({ id, files }: OutgoingMail) {
    return Promise.all(
      files.map(async ({ position, name, contentType }) => ({
        filename: name,
        contentType,
        content: Buffer.from(await service.bytes(`${MAIL_BRIDGE_PATH}/outgoing/${id}/files/${position}`)),
      })),
    );
  }

  return {
    async send(mail: OutgoingMail): Promise<void> {
      const { from, to, replyTo, messageId, inReplyTo, references, subject, text, automatic } = mail;
      const attachments = await filesOf(mail);
      try {
        await transport.sendMail({
          from,
          to,
          messageId,
          references: [...references],
          subject,
          text,
          attachments,
          ...(replyTo !== null && { replyTo: { name: from.name, address: replyTo } }),
          ...(inReplyTo !== null && { inReplyTo }),
          headers: {
            "X-Auto-Response-Suppress": "All",
            ...(automatic && { "Auto-Submitted": "auto-replied" }),
          },
          // Of receipts nobody wants to hear that they did not arrive.
          envelope: { from: automatic ? "" : from.address, to },
        });
        onProblem(null);
      } catch (error) {
        const permanent = isPermanent(Object(error) as object);
        onProblem(permanent ? null : `SMTP: ${problemText(error)}`);
        throw new NotTaken(problemText(error), permanent, error);
      }
    },
  };
}
