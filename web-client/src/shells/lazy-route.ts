import type { PathRouteConfig } from "@lit-labs/router";
import { loadTexts } from "../i18n/i18n.ts";
import type { TextSet } from "../i18n/keys.ts";
import { currentUrl } from "../lib/navigation.ts";

/** Path parameters with their percent-encoding taken off. */
export type RouteParams = Readonly<Record<string, string | undefined>>;

export interface LazyPage {
  readonly texts: readonly TextSet[];
  readonly load: () => Promise<unknown>;
  readonly render: (params: RouteParams) => unknown;
}

const decoded = (params: RouteParams): RouteParams =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, value && decodeURIComponent(value)]));

/** A route whose page and texts load when it is entered first. Entering is given up when the user went on meanwhile. */
export const lazyRoute = ({ path, texts, load, render }: LazyPage & { readonly path: string }): PathRouteConfig => ({
  path,
  enter: async () => {
    const { pathname } = currentUrl.peek();
    await Promise.all([load(), loadTexts(...texts)]);
    return currentUrl.peek().pathname === pathname;
  },
  render: (params) => render(decoded(params)),
});
