#!/usr/bin/env node
// What `npm test` and `npm run bench` run, on whatever Node the machine has; the rest runs on Node 24.
import { runOnNode24 } from "../config/bin/run24.mjs";

await runOnNode24("tests/support/run.ts", process.argv.slice(2));
