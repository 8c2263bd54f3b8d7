import { css } from "lit";

/** The scrolling conversation. The browser's own anchoring is off: two that correct each other jump. */
export const timelineStyles = css`
  :host {
    display: grid;
    position: relative;
    min-block-size: 0;
  }
  .scroller {
    min-block-size: 0;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-gutter: stable;
  }
  .rows {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    min-block-size: 100%;
    max-inline-size: 60rem;
    margin-inline: auto;
    padding-block: var(--space-4) var(--space-3);
  }
  .older,
  .beginning {
    min-block-size: var(--space-8);
    color: var(--color-text-3);
    font-size: var(--text-s);
    text-align: center;
  }
  .day,
  .unread {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    margin: var(--space-4) var(--space-4) var(--space-1);
    color: var(--color-text-3);
    font-size: var(--text-xs);
  }
  .day h2 {
    font-size: inherit;
    font-weight: var(--weight-medium);
  }
  .day::before,
  .day::after,
  .unread::before,
  .unread::after {
    flex: 1;
    border-block-start: 1px solid var(--color-line);
    content: "";
  }
  .unread {
    color: var(--color-accent-text);
    font-weight: var(--weight-medium);
  }
  .unread::before,
  .unread::after {
    border-color: var(--color-accent);
  }
  .newest {
    position: absolute;
    inset-block-end: var(--space-3);
    inset-inline: 0;
    display: grid;
    justify-items: center;
    pointer-events: none;
  }
  .newest > * {
    border-radius: var(--radius-m);
    box-shadow: var(--shadow-2);
    pointer-events: auto;
  }
`;
