import { StopRequest, stopSignal } from "@portico/config/stop-signal.ts";
import { importing } from "./import.ts";
import { benchInstallation } from "./installation.ts";
import { intake } from "./intake.ts";
import type { Extent, Measurement } from "./measurement.ts";
import { outbox } from "./outbox.ts";
import { policyModule } from "./policy-module.ts";
import { provisioningAccounts } from "./provisioning.ts";
import { printRows, type Row } from "./rows.ts";
import { scanning } from "./scan.ts";

const measurements: readonly Measurement[] = [policyModule, intake, outbox, importing, provisioningAccounts, scanning];

/**
 * `npm run bench [-- name …] [--quick]`: speed as ratios against the bare engine
 * in the same run, each measurement in an installation of its own. Nothing here
 * passes or fails by time; the figures are for the reader.
 */
async function main(words: readonly string[]): Promise<number> {
  const extent: Extent = words.includes("--quick") ? "quick" : "full";
  const names = words.filter((word) => word !== "--quick");
  const unknown = names.filter((name) => !measurements.some((each) => each.name === name));
  if (unknown.length > 0) {
    const known = measurements.map(({ name }) => name).join(", ");
    say(`There is no measurement ${unknown.join(", ")}. There are: ${known}; --quick makes all of them small.`);
    return 2;
  }
  const stop = stopSignal();
  const rows: Row[] = [];
  try {
    for (const measurement of measurements.filter(({ name }) => names.length === 0 || names.includes(name))) {
      const started = performance.now();
      say(`\n▸ ${measurement.title}`);
      rows.push(...(await measureAlone(measurement, extent, stop)));
      say(`  ${((performance.now() - started) / 1000).toFixed(0)} s`);
    }
  } catch (error) {
    if (!(error instanceof StopRequest)) throw error;
    say("\nInterrupted.");
    return 1;
  } finally {
    if (rows.length > 0) printRows(rows);
  }
  return 0;
}

async function measureAlone(measurement: Measurement, extent: Extent, stop: AbortSignal): Promise<Row[]> {
  const bench = await benchInstallation(stop);
  const stopped = Promise.withResolvers<never>();
  const interrupt = () => stopped.reject(stop.reason);
  stop.addEventListener("abort", interrupt);
  try {
    stop.throwIfAborted();
    return await Promise.race([measurement.measure(bench, extent), stopped.promise]);
  } finally {
    stop.removeEventListener("abort", interrupt);
    await bench.stop();
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

process.exitCode = await main(process.argv.slice(2));
if (process.connected) process.disconnect();
