import { css } from "lit";

/** The field and what stands above it. */
export const composerStyles = css`
  :host {
    display: block;
    position: relative;
    inline-size: 100%;
    max-inline-size: 60rem;
    margin-inline: auto;
    padding: 0 var(--space-4) var(--space-4);
  }
  .field {
    display: flex;
    align-items: flex-end;
    gap: var(--space-1);
    padding: 0.1875rem;
    border: 1px solid var(--color-control-line);
    border-radius: var(--radius-l);
    background: var(--color-raised);
  }
  .field:focus-within {
    border-color: var(--color-focus);
    outline: 1px solid var(--color-focus);
  }
  textarea {
    flex: 1;
    min-inline-size: 0;
    max-block-size: min(16rem, 40dvh);
    padding: 0.4375rem var(--space-1);
    border: 0;
    outline: none;
    background: none;
    color: var(--color-text);
    font: inherit;
    font-size: var(--text-m);
    line-height: 1.375rem;
    resize: none;
    overflow: auto;
  }
  textarea:focus-visible {
    outline: none;
  }
  textarea::placeholder {
    overflow: hidden;
    color: var(--color-text-3);
    text-overflow: ellipsis;
    white-space: nowrap;
    opacity: 1;
  }
  .send {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: var(--control-m);
    block-size: var(--control-m);
    padding: 0;
    border: 0;
    border-radius: var(--radius-m);
    background: var(--color-accent);
    color: var(--color-on-accent);
    cursor: pointer;
    --icon-size: 1.125rem;
  }
  .send:hover {
    background: var(--color-accent-hover);
  }
  .send:disabled {
    background: transparent;
    color: var(--color-text-3);
    cursor: default;
  }
  .context {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    margin-block-end: var(--space-2);
    padding-inline-start: var(--space-3);
    color: var(--color-text-2);
    font-size: var(--text-s);
    --icon-size: 1rem;
  }
  .context p {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .context strong {
    margin-inline-end: var(--space-2);
    color: var(--color-text);
    font-weight: var(--weight-medium);
  }
  .problem {
    display: flex;
    gap: var(--space-2);
    margin-block-end: var(--space-2);
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-m);
    background: var(--color-danger-soft);
    color: var(--color-danger-text);
    font-size: var(--text-s);
    overflow-wrap: anywhere;
    --icon-size: 1.125rem;
  }
  .tray {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    margin-block-end: var(--space-2);
  }
  .tray li {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    max-inline-size: 100%;
    padding-inline-start: var(--space-3);
    border: 1px solid var(--color-line-strong);
    border-radius: var(--radius-m);
    font-size: var(--text-s);
    --icon-size: 1.125rem;
  }
  .tray span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tray small {
    color: var(--color-text-3);
  }
  .offers {
    position: absolute;
    z-index: 2;
    inset-block-end: 100%;
    inset-inline-start: var(--space-4);
    min-inline-size: 16rem;
    max-inline-size: calc(100% - 2 * var(--space-4));
    padding: var(--space-1);
    border: 1px solid var(--color-line);
    border-radius: var(--radius-m);
    background: var(--color-raised);
    box-shadow: var(--shadow-3);
  }
  .offers li {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-3);
    min-block-size: var(--row);
    padding: var(--space-1) var(--space-3);
    border-radius: var(--radius-s);
    cursor: pointer;
  }
  .offers li:hover,
  .offers [aria-selected="true"] {
    background: var(--color-hover);
  }
  .offers [aria-selected="true"] {
    box-shadow: inset 2px 0 0 var(--color-accent);
  }
  @media (max-width: 45rem) {
    :host {
      padding: 0 var(--space-2) max(var(--space-2), env(safe-area-inset-bottom));
    }
    .offers {
      inset-inline-start: var(--space-2);
    }
  }
  @media (pointer: coarse) {
    textarea {
      /* Smaller text makes phones zoom into the field. */
      font-size: var(--text-l);
      padding-block: 0.6875rem;
    }
  }
`;
