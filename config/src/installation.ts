import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { LoadedConfig } from "./load.ts";
import type { PorticoConfig } from "./schema.ts";

/** The checkout's folder. */
export const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where everything of one installation is. All paths are absolute, no address ends with a slash. */
export interface Installation {
  readonly company: { readonly en: string; readonly zh: string };
  readonly config: PorticoConfig;
  readonly configFile: string;
  readonly folders: {
    readonly data: string;
    readonly cache: string;
    readonly logs: string;
    /** Which processes run now. */
    readonly run: string;
    /** Settings rendered for the engines. */
    readonly settings: string;
    readonly postgres: string;
    readonly synapse: string;
    readonly backups: string;
  };
  readonly urls: {
    /** What people type. */
    readonly web: string;
    /** Where the web client's server listens. */
    readonly webListener: string;
    readonly appservice: string;
    readonly homeserver: string;
    /** Signalling of LiveKit for browsers: ws or wss. */
    readonly livekit: string;
  };
  /** Whether the engines run in containers, each seeing its own files only. */
  readonly inContainers: boolean;
  /** Where our own database server is found. */
  readonly databaseHost: string;
  /** Address that the inner services listen on: loopback, but every interface inside a container. */
  readonly innerHost: string;
}

const sampleCompany = { en: "Heronbay Instruments", zh: "鹭湾仪器" } as const;

/** The paths and addresses that follow from a configuration. Touches nothing. */
export function describeInstallation({ config, file, folder }: LoadedConfig): Installation {
  const fromFile = (path: string) =>
    path.startsWith("~/") ? join(homedir(), path.slice(2)) : isAbsolute(path) ? path : resolve(folder, path);
  const data = fromFile(config.dataFolder);
  const cache = fromFile(config.cacheFolder ?? process.env["PORTICO_CACHE"] ?? join(homedir(), ".cache", "portico"));
  const { federation } = config.synapse;
  const webListener = `http://${reachable(config.web.host)}:${config.web.port}`;
  return {
    company: { en: config.company.en ?? sampleCompany.en, zh: config.company.zh ?? sampleCompany.zh },
    config: {
      ...config,
      synapse: {
        ...config.synapse,
        federation: {
          ...federation,
          ...(federation.tlsCertificate ? { tlsCertificate: fromFile(federation.tlsCertificate) } : {}),
          ...(federation.tlsKey ? { tlsKey: fromFile(federation.tlsKey) } : {}),
          caFiles: federation.caFiles.map(fromFile),
        },
        ...(config.synapse.python ? { python: fromFile(config.synapse.python) } : {}),
      },
      postgres: {
        ...config.postgres,
        ...(config.postgres.binFolder ? { binFolder: fromFile(config.postgres.binFolder) } : {}),
      },
      livekit: {
        ...config.livekit,
        ...(config.livekit.binary ? { binary: fromFile(config.livekit.binary) } : {}),
      },
    },
    configFile: file,
    folders: {
      data,
      cache,
      logs: join(data, "logs"),
      run: join(data, "run"),
      settings: join(data, "settings"),
      postgres: join(data, "postgres"),
      synapse: join(data, "synapse"),
      backups: config.backup.folder === undefined ? join(data, "backups") : fromFile(config.backup.folder),
    },
    urls: {
      web: config.web.publicUrl ?? webListener,
      webListener,
      appservice: `http://${reachable(config.appservice.host)}:${config.appservice.port}`,
      homeserver: config.synapse.url?.replace(/\/$/, "") ?? `http://127.0.0.1:${config.synapse.port}`,
      livekit: config.livekit.url?.replace(/^http/, "ws") ?? `ws://${config.livekit.host}:${config.livekit.port}`,
    },
    inContainers: false,
    databaseHost: "127.0.0.1",
    innerHost: "127.0.0.1",
  };
}

/** Where something that listens on `host` answers. */
const reachable = (host: string) => (host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host);
