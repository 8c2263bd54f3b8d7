import type { Installation } from "../installation.ts";
import { isLoopback } from "../loopback.ts";

/**
 * The installation as a Synapse that somebody else runs sees it: its files are
 * in the folder that it is started in, on this machine or another.
 */
export function describeSynapseElsewhere(installation: Installation, url: URL): Installation {
  const { config, folders, urls } = installation;
  const plain = url.protocol === "http:";
  return {
    ...installation,
    config: {
      ...config,
      // With a certificate somebody stands in front, and who that is decides where it listens.
      synapse: { ...config.synapse, port: plain ? Number(url.port || 80) : config.synapse.port },
    },
    folders: { ...folders, settings: ".", synapse: "." },
    urls: { ...urls, appservice: config.appservice.url?.replace(/\/$/, "") ?? urls.appservice },
    innerHost: plain && !isLoopback(url.hostname) ? "0.0.0.0" : "127.0.0.1",
  };
}

/** What stands beside the files, for whoever runs that Synapse. */
export const synapseElsewhereNote = (version: string, url: URL, folder: string): string => `\
What a Synapse at ${url.href} needs to work with this Portico.
Portico writes these files anew at every start, in ${folder}.

  homeserver.yaml      its settings; paths in it begin in the folder that Synapse is started in
  synapse-log.yaml     its logging
  registration.yaml    tells it of the application service (app_service_config_files)
  signing.key          its signing key
  portico_policy/      the policy module (modules), without which nobody would be confined
  media/               files that people send, while Synapse runs in this folder

Start it in this folder, or in a copy of it on its own machine, with Synapse ${version}
and its driver for PostgreSQL (pip install "matrix-synapse[oidc]==${version}" psycopg2-binary):

  PYTHONPATH=. python -m synapse.app.homeserver -c homeserver.yaml

Its database is "synapse" on the server that homeserver.yaml names. Portico makes it at its start,
so start Portico first; it waits for Synapse. All files but portico_policy hold secrets: only the
account that Synapse runs as should read them. After a change of portico.yaml or an upgrade of
Portico, copy them again and restart Synapse. "npm run doctor" says whether they fit together.

"npm run backup" holds the databases, and of the files that people sent those in this folder:
where Synapse runs in a copy of it, back up that copy's media/ yourself.
`;
