import { signal } from "@preact/signals-core";
import type { ReadonlySignal } from "@preact/signals-core";

const url = signal(new URL(location.href));

/** Where the page is. Changes on links inside the page, `navigate` and the browser's back and forward. */
export const currentUrl: ReadonlySignal<URL> = url;

const arrive = (): void => {
  if (location.href !== url.peek().href) url.value = new URL(location.href);
};

/** Goes to a path of this origin without loading the page again. */
export const navigate = (target: string, options: { replace?: boolean } = {}): void => {
  const to = new URL(target, location.href);
  if (to.href === location.href) return;
  if (options.replace === true) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  arrive();
};

const onClick = (event: MouseEvent): void => {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!plain || event.defaultPrevented) return;
  const anchor = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
  if (anchor === undefined || anchor.target !== "" || anchor.hasAttribute("download")) return;
  if (anchor.origin !== location.origin || anchor.rel.includes("external")) return;
  // A link to a place in the same document is the browser's business.
  if (anchor.hash !== "" && anchor.pathname === location.pathname && anchor.search === location.search) return;
  event.preventDefault();
  navigate(anchor.href);
};

/** Starts to follow links and the browser's history; the returned function stops it. */
export const startNavigation = (): (() => void) => {
  window.addEventListener("click", onClick);
  window.addEventListener("popstate", arrive);
  window.addEventListener("hashchange", arrive);
  return () => {
    window.removeEventListener("click", onClick);
    window.removeEventListener("popstate", arrive);
    window.removeEventListener("hashchange", arrive);
  };
};
