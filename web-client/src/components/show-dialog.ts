/** A dialog element of a feature: shows itself once and settles `result` when it has closed. */
export interface DialogElement<Result> extends HTMLElement {
  /** What came of it; null when the user closed it without doing anything. */
  readonly result: Promise<Result | null>;
}

/** Puts a dialog on the page, waits until it has closed, takes it away again, and gives its result. */
export const showDialog = async <Result>(dialog: DialogElement<Result>): Promise<Result | null> => {
  // Inside the application element, because that is where contexts come from.
  const home = document.querySelector("portico-app")?.shadowRoot?.querySelector("[data-dialogs]") ?? document.body;
  home.append(dialog);
  try {
    return await dialog.result;
  } finally {
    dialog.remove();
  }
};
