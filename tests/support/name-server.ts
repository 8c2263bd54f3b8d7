import { createSocket } from "node:dgram";
import { once } from "node:events";

/** TXT, A and MX records by name, as "TYPE name". Names that are not there do not exist. */
type Zone = Readonly<Record<string, readonly string[]>>;

const TYPES: Readonly<Record<number, string>> = { 1: "A", 15: "MX", 16: "TXT", 28: "AAAA" };

/** A name server on loopback that knows one zone (RFC 1035). */
export async function startNameServer(zone: Zone): Promise<{ address: string; stop: () => Promise<void> }> {
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) => socket.send(answer(query, zone), port, address));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    stop: () =>
      new Promise((resolve) => {
        socket.close(() => resolve());
      }),
  };
}

function answer(query: Buffer, zone: Zone): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1);
  const name = labels.join(".").toLowerCase();
  const found = zone[`${TYPES[type]} ${name}`] ?? [];
  const exists = Object.keys(zone).some((key) => key.split(" ")[1] === name);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x84_00 | (exists ? 0 : 3), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found.length, 6);
  const records = found.map((value) => {
    const data = dataOf(type, value);
    const head = Buffer.alloc(12);
    // The name of the question, by its place in this message.
    head.writeUInt16BE(0xc0_0c, 0);
    head.writeUInt16BE(type, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt32BE(60, 6);
    head.writeUInt16BE(data.length, 10);
    return Buffer.concat([head, data]);
  });
  return Buffer.concat([header, query.subarray(12, at + 5), ...records]);
}

function dataOf(type: number, value: string): Buffer {
  if (type === 1) return Buffer.from(value.split(".").map(Number));
  if (type !== 16) throw new Error(`no data for records of type ${type}`);
  const chunks = value.match(/.{1,255}/gs) ?? [""];
  return Buffer.concat(
    chunks.map((chunk) => Buffer.concat([Buffer.from([chunk.length]), Buffer.from(chunk, "latin1")])),
  );
}
