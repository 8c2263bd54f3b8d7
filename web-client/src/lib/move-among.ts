/** Arrow keys, Home and End go from one of the elements to another. Keys of a control inside one stay its own. */
export const moveAmong = (event: KeyboardEvent, elements: readonly HTMLElement[]): void => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  const at = elements.indexOf(event.composedPath()[0] as HTMLElement);
  if (at === -1) return;
  const steps: Partial<Record<string, number>> = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    Home: 0,
    End: elements.length - 1,
  };
  const next = elements[steps[event.key] ?? -1];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
};
