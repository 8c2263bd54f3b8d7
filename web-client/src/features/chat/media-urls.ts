import { safeBlob } from "./safe-blob.ts";

type Fit = { readonly width: number; readonly height: number };
type Load = (url: string, fit?: Fit) => Promise<Blob>;

/** Pictures kept although nobody shows them now. */
const SPARE = 60;

interface Entry {
  users: number;
  readonly address: Promise<string>;
}

/** Object URLs of stored files, shared by all who show the same one and revoked some time after the last. */
export class MediaUrls {
  private readonly _entries = new Map<string, Entry>();
  private readonly _load: Load;

  constructor(load: Load) {
    this._load = load;
  }

  /** The address of a file while it is in use. Rejects as loading does; the next one asks again. */
  async use(url: string, fit?: Fit): Promise<string> {
    const key = keyOf(url, fit);
    const known = this._entries.get(key);
    const entry = known ?? { users: 0, address: this._fetch(url, fit) };
    entry.users += 1;
    // Moves to the end: the map's order is the order of last use.
    this._entries.delete(key);
    this._entries.set(key, entry);
    try {
      return await entry.address;
    } catch (error) {
      this._entries.delete(key);
      throw error;
    }
  }

  /** Ends one use. */
  release(url: string, fit?: Fit): void {
    const entry = this._entries.get(keyOf(url, fit));
    if (entry !== undefined) entry.users -= 1;
    const spare = [...this._entries].filter(([, each]) => each.users <= 0);
    for (const [key, each] of spare.slice(0, Math.max(0, spare.length - SPARE))) this._drop(key, each);
  }

  clear(): void {
    for (const [key, entry] of this._entries) this._drop(key, entry);
  }

  private async _fetch(url: string, fit: Fit | undefined): Promise<string> {
    return URL.createObjectURL(safeBlob(await this._load(url, fit)));
  }

  private _drop(key: string, entry: Entry): void {
    this._entries.delete(key);
    // Whoever asked for an address that does not come has been told.
    void entry.address.then(
      (address) => URL.revokeObjectURL(address),
      () => undefined,
    );
  }
}

const keyOf = (url: string, fit: Fit | undefined): string =>
  fit === undefined ? url : `${url} ${fit.width}x${fit.height}`;
