import type { Installation } from "../installation.ts";

/** Where things are inside the containers of `docker/compose.yaml`; a test compares both. */
export const containerPaths = {
  settings: "/settings",
  synapse: "/data",
  client: "/client",
  tlsCertificate: "/tls/certificate.pem",
  tlsKey: "/tls/key.pem",
} as const;

/** The same installation as its containers see it: each service under its own name, on every interface. */
export function describeContainers(installation: Installation): Installation {
  const { config, folders, urls } = installation;
  const { federation } = config.synapse;
  return {
    ...installation,
    config: {
      ...config,
      web: { ...config.web, host: "0.0.0.0" },
      postgres: { ...config.postgres, port: 5432 },
      synapse: {
        ...config.synapse,
        federation: {
          ...federation,
          ...(federation.enabled
            ? { tlsCertificate: containerPaths.tlsCertificate, tlsKey: containerPaths.tlsKey }
            : {}),
        },
      },
    },
    folders: {
      ...folders,
      settings: containerPaths.settings,
      synapse: containerPaths.synapse,
      data: containerPaths.synapse,
    },
    urls: {
      ...urls,
      appservice: `http://appservice:${config.appservice.port}`,
      homeserver: config.synapse.url ?? `http://synapse:${config.synapse.port}`,
    },
    inContainers: true,
    databaseHost: "postgres",
    innerHost: "0.0.0.0",
  };
}
