import { expect, test } from "vitest";
import { api } from "../support/api.ts";
import { arrivedGuest } from "../support/factories.ts";
import { matrix } from "../support/matrix.ts";
import { signIn } from "../support/sign-in.ts";
import { stack } from "../support/stack.ts";

const ask = (authorization?: string, method = "GET") =>
  fetch(`${stack().service}/metrics`, { method, ...(authorization !== undefined && { headers: { authorization } }) });

test("figures are for whoever holds their token, and for nobody else", async () => {
  expect((await ask()).status).toBe(401);
  expect((await ask("Bearer wrong")).status).toBe(401);
  for (const other of [stack().settings.operatorToken, stack().settings.policyToken])
    expect((await ask(`Bearer ${other}`)).status).toBe(401);
  expect((await ask(`Basic ${stack().settings.metricsToken}`)).status).toBe(401);
  expect((await ask(`Bearer ${stack().settings.metricsToken}`, "POST")).status).toBe(404);
});

test("the web address does not lead to them", async () => {
  const answer = await fetch(`${stack().web}/metrics`, {
    headers: { authorization: `Bearer ${stack().settings.metricsToken}` },
  });
  expect(await answer.text()).not.toContain("portico_inbox_events");
});

test("they say what waits, what was decided and how long answers took", async () => {
  await api("operator").call("GET /api/directory/provisioning");
  await api("operator").raw("GET", "/api/directory/people");
  const { user: guest } = await arrivedGuest(await signIn("department_head"));
  await matrix(guest).request("GET", "/_matrix/client/v3/publicRooms");
  const answer = await ask(`Bearer ${stack().settings.metricsToken}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("text/plain");
  const text = await answer.text();
  for (const line of [
    /^portico_inbox_events\{state="waiting"\} \d+$/m,
    /^portico_inbox_oldest_seconds \d/m,
    /^portico_outbox_events\{consumer="audit",state="parked"\} 0$/m,
    /^portico_outbox_oldest_seconds\{consumer="live"\} \d/m,
    /^portico_directory_entries\{kind="rooms",state="wanted"\} \d+$/m,
    /^portico_policy_version\{where="homeserver"\} \d+$/m,
    /^portico_inbox_events\{state="parked"\} \d+$/m,
    /^# TYPE portico_homeserver_decisions_total counter$/m,
    /^portico_homeserver_decisions_total\{door="gate",decision="allow",reason=""\} [1-9]/m,
    /^portico_homeserver_decisions_total\{door="gate",decision="refuse",reason="ENDPOINT_REFUSED"\} [1-9]/m,
    /^portico_data_free_bytes \d/m,
    /^portico_policy_decisions_total\{ability="directory.read",decision="refuse"\} [1-9]/m,
    /^portico_http_request_duration_seconds_count\{method="GET",route="\/api\/directory\/provisioning",status="200"\} [1-9]/m,
    /^# TYPE portico_homeserver_request_duration_seconds histogram$/m,
    /^# TYPE portico_intake_events_total counter$/m,
    /^process_cpu_seconds_total \d/m,
  ])
    expect(text).toMatch(line);
  expect(text, "every figure could be looked up").not.toMatch(/^portico_metric_missing\{.*\} 1$/m);
  expect(text, "nobody is named").not.toContain("@");
});
