import { ErrorBody } from "@portico/contract/error-body.ts";
import type { z } from "zod";
import type { Installation } from "./installation.ts";
import { Problem } from "./problem.ts";
import { peekSecrets } from "./secrets.ts";
import { typed } from "./typed.ts";

/** Asks the running service as the launcher; a refusal becomes a `Problem` in its own words. */
export async function askService<Answer extends z.ZodType>(
  installation: Installation,
  path: string,
  answer: Answer,
  body?: unknown,
): Promise<z.output<Answer>> {
  const { operatorToken } = peekSecrets(installation.folders.data);
  const response = await fetch(`${installation.urls.appservice}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${operatorToken}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Problem(
      `The application service does not answer at ${installation.urls.appservice}. Start Portico first: ${typed(installation, "start")}`,
    );
  });
  const content: unknown = await response.json();
  const parsed = answer.safeParse(content);
  if (!parsed.success) throw refusal(response.status, content);
  return parsed.data;
}

function refusal(status: number, body: unknown): Problem {
  const error = ErrorBody.safeParse(body);
  if (!error.success)
    return new Problem(`The application service answered ${status}: ${JSON.stringify(body).slice(0, 300)}`);
  const { code, fields, message, problems = [] } = error.data;
  const option = fields["what"] === "departments" ? "--confirm-departments" : "--confirm-leavers";
  return new Problem(
    [
      `${message} (${code})`,
      ...problems.map((problem) => `  ${problem.path}: ${problem.message}`),
      ...(code === "IMPORT_BRAKE" ? [`When that is right, add: ${option} ${String(fields["leaving"])}`] : []),
    ].join("\n"),
  );
}
