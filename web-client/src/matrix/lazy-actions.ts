import type { RoomActions } from "./session.ts";

/** Actions whose code comes with the first of them: none is needed to read and write. */
export const lazyActions = (load: () => Promise<RoomActions>): RoomActions => {
  let loaded: Promise<RoomActions> | undefined;
  // Each name is a call that waits for the code and passes everything on.
  return new Proxy({} as RoomActions, {
    get:
      (_target, name) =>
      async (...given: readonly unknown[]): Promise<unknown> =>
        Reflect.apply(Reflect.get(await (loaded ??= load()), name), undefined, given),
  });
};
