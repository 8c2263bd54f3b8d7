const DATABASE = "portico-draft-files";
const FILES = "files";

const done = async <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB gave no reason")));
  });

let database: Promise<IDBDatabase | null> | undefined;

/** Null where the browser forbids this site to keep data: files then last as long as the page. */
const open = async (): Promise<IDBDatabase | null> => {
  try {
    const request = indexedDB.open(DATABASE, 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore(FILES));
    return await done(request);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
};

const store = async (mode: IDBTransactionMode): Promise<IDBObjectStore | undefined> => {
  database ??= open();
  return (await database)?.transaction(FILES, mode).objectStore(FILES);
};

const inPage = new Map<string, readonly File[]>();
const keyOf = (userId: string, roomId: string): string => `${userId} ${roomId}`;

/** Keeps the files that were chosen for a room and not sent. */
export const keepFiles = async (userId: string, roomId: string, files: readonly File[]): Promise<void> => {
  const key = keyOf(userId, roomId);
  if (files.length === 0 && (inPage.get(key) ?? []).length === 0) return;
  inPage.set(key, files);
  const kept = await store("readwrite");
  if (kept !== undefined) await (files.length === 0 ? done(kept.delete(key)) : done(kept.put([...files], key)));
};

/** The files kept for a room as far as this page knows; undefined where it has to ask `readFiles`. */
export const knownFiles = (userId: string, roomId: string): readonly File[] | undefined =>
  inPage.get(keyOf(userId, roomId));

/** The files kept for a room, also by an earlier page. */
export const readFiles = async (userId: string, roomId: string): Promise<readonly File[]> => {
  const key = keyOf(userId, roomId);
  const kept = await store("readonly");
  const rows: unknown = kept === undefined ? [] : await done(kept.get(key));
  const files = Array.isArray(rows) ? rows.filter((each) => each instanceof File) : [];
  return inPage.get(key) ?? files;
};

/** Forgets the files of everybody on this device. */
export const forgetFiles = async (): Promise<void> => {
  inPage.clear();
  const kept = await store("readwrite");
  if (kept !== undefined) await done(kept.clear());
};
