import type { ReactiveController, ReactiveControllerHost } from "lit";

/** One page of a list as the API answers it. */
interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly total?: number;
}

/** Loads the page after a cursor, or the first. Rejects when it cannot; the list shows that. */
type LoadPage<Item> = (cursor: string | null, signal: AbortSignal) => Promise<Page<Item>>;

/** A list that loads page by page. Starting anew drops whatever is still on its way. */
export class PagedList<Item> implements ReactiveController {
  items: readonly Item[] = [];
  total = 0;
  state: "loading" | "ready" | "failed" = "loading";
  /** Why loading failed, while `state` is "failed". */
  error: unknown = null;
  private _next: string | null = null;
  /** Something changed since what is shown, or is on its way, was asked for. */
  private _stale = false;
  private _refreshing = false;
  private _load: LoadPage<Item> | null = null;
  private _abort = new AbortController();
  private readonly _host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this._host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this._abort.abort();
    this._refreshing = false;
  }

  /** Whether there is more behind the items. */
  get hasMore(): boolean {
    return this._next !== null;
  }

  /** Empties the list and loads its first page. */
  async start(load: LoadPage<Item>): Promise<void> {
    this._load = load;
    this.items = [];
    this.total = 0;
    this._next = null;
    this._stale = false;
    await this._fetch(null);
  }

  /**
   * Reads what is shown anew, in the background: it stays until the new is there,
   * and also when that fails. What is on its way comes first, and is then read again.
   */
  async refresh(): Promise<void> {
    if (this._load === null) return;
    this._stale = true;
    if (this.state !== "loading" && !this._refreshing) await this._catchUp(this._load);
  }

  /** Loads the next page, or the same one again after it failed. */
  async more(): Promise<void> {
    if (this.state === "loading") return;
    this._stale ||= this._refreshing;
    await this._fetch(this._next);
  }

  /** Puts a changed item in the place of the old one. */
  replace(matches: (item: Item) => boolean, changed: Item): void {
    this._stale ||= this._refreshing || this.state === "loading";
    this.items = this.items.map((item) => (matches(item) ? changed : item));
    this._host.requestUpdate();
  }

  private async _fetch(cursor: string | null): Promise<void> {
    if (this._load === null) return;
    const abort = this._restart();
    this._refreshing = false;
    this.state = "loading";
    this._host.requestUpdate();
    try {
      const page = await this._load(cursor, abort.signal);
      if (abort.signal.aborted) return;
      this.items = [...this.items, ...page.items];
      this.total = page.total ?? this.items.length;
      this._next = page.nextCursor;
      this.state = "ready";
    } catch (error) {
      if (abort.signal.aborted) return;
      this.error = error;
      this.state = "failed";
    }
    this._host.requestUpdate();
    if (this._stale) await this._catchUp(this._load);
  }

  private async _catchUp(load: LoadPage<Item>): Promise<void> {
    const { signal } = this._restart();
    this._refreshing = true;
    while (this._stale && !signal.aborted) {
      this._stale = false;
      try {
        // oxlint-disable-next-line no-await-in-loop -- what changes meanwhile is read after this
        await this._readAnew(load, signal);
      } catch (error) {
        if (!signal.aborted && !(error instanceof Error)) throw error;
      }
    }
    if (!signal.aborted) this._refreshing = false;
  }

  private async _readAnew(load: LoadPage<Item>, signal: AbortSignal): Promise<void> {
    const items: Item[] = [];
    let page: Page<Item>;
    let cursor: string | null = null;
    do {
      // oxlint-disable-next-line no-await-in-loop -- each page says where the next begins
      page = await load(cursor, signal);
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null && items.length < this.items.length);
    signal.throwIfAborted();
    this.items = items;
    this.total = page.total ?? this.items.length;
    this._next = cursor;
    this.state = "ready";
    this._host.requestUpdate();
  }

  /** Gives up what is on its way. */
  private _restart(): AbortController {
    this._abort.abort();
    this._abort = new AbortController();
    return this._abort;
  }
}
