import { ErrorBody } from "@portico/contract/errors.ts";
import type { Installation } from "./installation.ts";
import { Problem } from "./problem.ts";
import { peekSecrets } from "./secrets.ts";

/** Asks the running service as its operator; resolves with the JSON answer, or throws a `Problem` in its words. */
export async function askService(
  installation: Installation,
  method: "GET" | "POST",
  path: string,
  body?: unknown,
): Promise<unknown> {
  const { operatorToken } = peekSecrets(installation.folders.data);
  const response = await fetch(`${installation.urls.appservice}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${operatorToken}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Problem(
      `The application service does not answer at ${installation.urls.appservice}. Start Portico first: npm start`,
    );
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  throw refusal(response.status, answer);
}

/** What the service said when it refused, for people. */
export function refusal(status: number, body: unknown): Problem {
  const error = ErrorBody.safeParse(body);
  if (!error.success)
    return new Problem(`The application service answered ${status}: ${JSON.stringify(body).slice(0, 300)}`);
  const { code, message, problems = [] } = error.data;
  return new Problem(
    [`${message} (${code})`, ...problems.map((problem) => `  ${problem.path}: ${problem.message}`)].join("\n"),
  );
}
