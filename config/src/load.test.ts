import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkout } from "./installation.ts";
import { loadConfig, parseConfig } from "./load.ts";
import { PorticoConfig } from "./schema.ts";

const faultsOf = (text: string): string => {
  try {
    parseConfig(text, "portico.yaml");
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("the configuration was accepted");
};

describe("portico.yaml", () => {
  it("needs nothing", () => {
    const config = parseConfig("", "portico.yaml");
    expect(config).toMatchObject({ serverName: "portico.localhost", sampleCompany: true, web: { port: 8080 } });
  });

  it("takes a section whose keys are commented out", () => {
    expect(parseConfig("web:\n  # port: 1\nsynapse:\n  federation:\n", "portico.yaml")).toEqual(
      PorticoConfig.parse({}),
    );
  });

  it("has a sample that says what happens without it", () => {
    const sample = readFileSync(join(checkout, "config/portico.sample.yaml"), "utf8");
    expect(parseConfig(sample, "portico.sample.yaml")).toEqual(PorticoConfig.parse({}));
  });

  it("has examples that are accepted", () => {
    const sample = readFileSync(join(checkout, "config/portico.sample.yaml"), "utf8");
    const written = sample.replace(/^(\s*)# ([a-zA-Z]+: \S+)$/gm, "$1$2");
    expect(written).toContain("\n  publicUrl: https://portico.example.com");
    // Examples of two ways to one engine exclude each other.
    expect(faultsOf(written).split("\n")).toEqual([
      expect.stringContaining("postgres.binFolder: postgres.url says"),
      expect.stringContaining("synapse.python: synapse.url says"),
      expect.stringContaining("livekit.binary: livekit.url says"),
    ]);
  });

  it.each([
    ["web:\n  prot: 8080", 'portico.yaml:2: web.prot: there is no such key. Did you mean "port"?'],
    ["colour: red", "portico.yaml:1: colour: there is no such key. Known here: company,"],
    [
      "locale: en\nsampelCompany: true",
      'portico.yaml:2: sampelCompany: there is no such key. Did you mean "sampleCompany"?',
    ],
    [
      "web:\n  port: eighty",
      'portico.yaml:2: web.port: needs a number, found "eighty". Write it so, or take the key out',
    ],
    [
      "bridges:\n  mail:\n    mailboxes:\n      - adress: a@b.example",
      'portico.yaml:4: bridges.mail.mailboxes.0.adress: there is no such key. Did you mean "address"?',
    ],
    ["bridges:\n  mail:\n    mailboxes: a@b.example", "portico.yaml:3: bridges.mail.mailboxes: needs a list"],
    ["bridges:\n  mail:\n    smtp: http://c.example", "portico.yaml:3: bridges.mail.smtp: "],
    ["sampleCompany: maybe", 'portico.yaml:1: sampleCompany: needs true or false, found "maybe".'],
    ["web: 8080", "portico.yaml:1: web: needs keys and values under it, found 8080."],
    ["locale:", "portico.yaml:1: locale: nothing is not one of en, zh. Write one of them."],
    ["\n\nlocale: fr", 'portico.yaml:3: locale: "fr" is not one of en, zh. Write one of them.'],
    ["web: { port: 70000 }", "portico.yaml:1: web.port: 70000 is too large; the most is 65535."],
    [
      "trustedServers:\n  - a.example\n  - 'b example'",
      'portico.yaml:3: trustedServers.1: "b example" must be a host name',
    ],
    ["serverName: a\nserverName: b", "portico.yaml:2: Map keys must be unique"],
    ["web: [", "portico.yaml:1: "],
    ["- web", "portico.yaml:1: the file: needs keys and values under it, found a list."],
  ])("refuses %j with line, key and remedy", (text, fault) => {
    expect(faultsOf(text)).toContain(fault);
  });

  it.each([
    [
      "synapse:\n  federation:\n    enabled: true",
      "portico.yaml:3: synapse.federation.enabled: federation needs a certificate. Set tls",
    ],
    [
      "trustedServers: [partner.example]",
      "portico.yaml:1: trustedServers: partners' servers cannot be reached without federation.",
    ],
    [
      "livekit:\n  url: wss://lk.example",
      "portico.yaml:2: livekit.url: a LiveKit elsewhere needs livekit.key and livekit.secret",
    ],
    ["livekit:\n  key: abc", "portico.yaml:2: livekit.key: key and secret belong to a LiveKit elsewhere"],
    ["\nweb:\n  port: 5433", "web.port"],
    ["firstAdmin: guest-anna", "portico.yaml:1: firstAdmin: names that begin with guest- are guests'."],
    [
      "locale: en\nsampleCompany: false",
      "portico.yaml:2: sampleCompany: a real company needs its name. Set company.en",
    ],
    ["appservice:\n  url: http://a.example:1", "portico.yaml:2: appservice.url: only a Synapse elsewhere needs it"],
    [
      "synapse:\n  url: http://synapse.example:8008",
      "portico.yaml:2: synapse.url: a Synapse on another machine reaches the application service over the network",
    ],
    [
      "synapse:\n  url: http://synapse.example:8008",
      "portico.yaml:2: synapse.url: a Synapse on another machine cannot reach our database",
    ],
    ["bridges:\n  enabled: true", "portico.yaml:2: bridges.enabled: there is nothing to start. Name a mailbox"],
    [
      "bridges:\n  mail:\n    mailboxes:\n      - address: a@b.example\n        imap: imaps://a:b@c.example",
      "portico.yaml:3: bridges.mail.mailboxes: answers have no way out. Set bridges.mail.smtp.",
    ],
    [
      "bridges:\n  mail:\n    smtp: smtp://c.example\n    mailboxes:\n      - address: a@b.example",
      "portico.yaml:5: bridges.mail.mailboxes.0: mails for a@b.example have no way in.",
    ],
    [
      "bridges:\n  mail:\n    smtp: smtp://c.example\n    listenPort: 25\n    mailboxes:\n      - address: a@b.example\n      - address: A@b.example",
      "portico.yaml:7: bridges.mail.mailboxes.1: A@b.example stands twice.",
    ],
    ["firstAdmin: portico", "portico.yaml:1: firstAdmin: portico and names that begin with portico_"],
  ])("refuses the combination %j", (text, fault) => {
    expect(faultsOf(text)).toContain(fault);
  });

  it("names every fault at once", () => {
    expect(faultsOf("locale: fr\nweb: { prot: 1, port: x }").split("\n")).toHaveLength(3);
  });

  it("must exist when it was asked for", () => {
    expect(() => loadConfig("/nonexistent/portico.yaml")).toThrow(
      "/nonexistent/portico.yaml: there is no such file. Name an existing one with --config or PORTICO_CONFIG.",
    );
  });
});
