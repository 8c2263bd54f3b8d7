import { css } from "lit";

/** A dark strip over the shared picture; on a phone it scrolls sideways. */
export const drawingBarStyles = css`
  :host {
    display: block;
  }
  .bar {
    pointer-events: auto;
    display: flex;
    align-items: center;
    gap: 0.125rem;
    inline-size: fit-content;
    max-inline-size: 100%;
    padding: var(--space-1);
    border: 1px solid #ffffff24;
    border-radius: var(--radius-l);
    background: #171b1df0;
    color: #eef2f0;
    box-shadow: var(--shadow-3);
    overflow-x: auto;
    scrollbar-width: none;
  }
  button {
    display: inline-flex;
    flex: none;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-inline-size: var(--control-m);
    block-size: var(--control-m);
    padding-inline: var(--space-2);
    border: 0;
    border-radius: var(--radius-m);
    background: transparent;
    color: inherit;
    font-size: var(--text-s);
    cursor: pointer;
    --icon-size: 1.25rem;
  }
  button:hover {
    background: #ffffff1a;
  }
  button[aria-pressed="true"] {
    background: #1f4440;
    color: #9be3da;
  }
  button:disabled {
    color: #8b9491;
    cursor: not-allowed;
  }
  .swatch {
    min-inline-size: 1.75rem;
    padding-inline: 0;
  }
  .swatch span {
    inline-size: 1rem;
    block-size: 1rem;
    border-radius: var(--radius-full);
  }
  .swatch[aria-pressed="true"] {
    background: transparent;
  }
  .swatch[aria-pressed="true"] span {
    outline: 2px solid #eef2f0;
    outline-offset: 2px;
  }
  .line {
    flex: none;
    inline-size: 1px;
    block-size: 1.25rem;
    margin-inline: var(--space-1);
    background: #ffffff2e;
  }
`;
