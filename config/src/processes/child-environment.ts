/**
 * Settings of the surroundings that would change what an engine does: those of
 * npm and of Node for this process, and the defaults of libpq, Python, Synapse
 * and LiveKit.
 */
const foreign = /^(npm_.*|INIT_CWD|NODE_.*|PG[A-Z]+|PYTHON[A-Z]+|VIRTUAL_ENV|SYNAPSE_.*|LIVEKIT_.*|PORTICO_.*)$/;

/**
 * The environment of a child: ours without what could change its behaviour, and
 * `extra`. Engines speak to each other without the machine's web proxy.
 */
export function childEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
  );
  const direct = ["127.0.0.1", "localhost", process.env["NO_PROXY"] ?? process.env["no_proxy"]];
  const noProxy = direct.filter((host) => host !== undefined).join(",");
  return { ...Object.fromEntries(inherited), NO_PROXY: noProxy, no_proxy: noProxy, ...extra };
}
