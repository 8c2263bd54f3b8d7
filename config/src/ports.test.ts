import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { busyPorts, freePorts } from "./ports.ts";

it("names the program that holds a TCP port, the key and the remedy", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const faults = await busyPorts([{ port, host: "127.0.0.1", protocol: "tcp", key: "web.port" }]);
  expect(faults).toEqual([
    expect.stringMatching(
      new RegExp(
        `^TCP port ${port} \\(web\\.port\\) is used by process ${process.pid} \\(.*\\)\\. Stop it, or set web\\.port to a free port\\.$`,
      ),
    ),
  ]);
  server.close();
});

it("finds a listener on every interface as well", async () => {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const faults = await busyPorts([{ port, host: "127.0.0.1", protocol: "tcp", key: "web.port" }]);
  expect(faults[0]).toContain(`process ${process.pid}`);
  server.close();
});

it("names the program that holds a UDP port", async () => {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  const faults = await busyPorts([{ port, host: "127.0.0.1", protocol: "udp", key: "livekit.udpPort" }]);
  expect(faults[0]).toContain(`UDP port ${port} (livekit.udpPort) is used by process ${process.pid}`);
  socket.close();
});

it("says nothing of free ports, and says when a host is not ours", async () => {
  const [port = 0] = await freePorts(1);
  expect(await busyPorts([{ port, host: "127.0.0.1", protocol: "tcp", key: "web.port" }])).toEqual([]);
  expect(await busyPorts([{ port, host: "192.0.2.1", protocol: "tcp", key: "web.port" }])).toEqual([
    expect.stringContaining("cannot be used on 192.0.2.1: EADDRNOTAVAIL. Change the host or the port."),
  ]);
});
