#!/usr/bin/env node
import { runOnNode24 } from "./run24.mjs";

await runOnNode24("config/src/verify.ts", process.argv.slice(2));
