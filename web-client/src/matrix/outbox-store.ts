import type { OutboxEntry, OutboxStore } from "./outbox.ts";

const DATABASE = "portico-outbox";
const ENTRIES = "entries";

type Row = OutboxEntry & { readonly userId: string };

const done = async <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB gave no reason")));
  });

const openDatabase = async (): Promise<IDBDatabase> => {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener("upgradeneeded", () => {
    request.result.createObjectStore(ENTRIES, { keyPath: ["userId", "key"] }).createIndex("userId", "userId");
  });
  return done(request);
};

/** Entries in memory: for browsers that forbid this site to keep data, where a reload loses what was not sent. */
export const memoryOutboxStore = (): OutboxStore => {
  const entries = new Map<string, OutboxEntry>();
  return {
    all: async () => [...entries.values()],
    has: async (key) => entries.has(key),
    put: async (entry) => void entries.set(entry.key, entry),
    delete: async (key) => void entries.delete(key),
  };
};

/** The outbox of one account on this device, files included. */
export const openOutboxStore = async (userId: string): Promise<OutboxStore> => {
  let database: IDBDatabase;
  try {
    database = await openDatabase();
  } catch (error) {
    if (error instanceof DOMException) return memoryOutboxStore();
    throw error;
  }
  const entries = (mode: IDBTransactionMode): IDBObjectStore =>
    database.transaction(ENTRIES, mode, { durability: "strict" }).objectStore(ENTRIES);
  return {
    all: async () => {
      const rows = (await done(entries("readonly").index("userId").getAll(userId))) as Row[];
      return rows.toSorted((a, b) => a.at - b.at);
    },
    has: async (key) => (await done(entries("readonly").count([userId, key]))) > 0,
    put: async (entry) => {
      const row: Row = {
        userId,
        key: entry.key,
        roomId: entry.roomId,
        at: entry.at,
        content: entry.content,
        file: entry.file,
      };
      await done(entries("readwrite").put(row));
    },
    delete: async (key) => done(entries("readwrite").delete([userId, key])),
  };
};
