/** Arrow keys, Home and End go from one focused message to another. Keys of a control inside a message stay its own. */
export const moveFocus = (event: KeyboardEvent, root: ParentNode): void => {
  const { target } = event;
  if (!(target instanceof HTMLElement) || event.composedPath()[0] !== target || event.defaultPrevented) return;
  const messages = [...root.querySelectorAll<HTMLElement>("chat-message")];
  const at = messages.indexOf(target);
  if (at === -1) return;
  const steps: Partial<Record<string, number>> = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    Home: 0,
    End: messages.length - 1,
  };
  const next = messages[steps[event.key] ?? -1];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
};
