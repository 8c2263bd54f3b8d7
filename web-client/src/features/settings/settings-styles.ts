import { css } from "lit";

/** The column of one settings page: headings, groups of choices, lists. */
export const settingsStyles = css`
  :host {
    display: grid;
    gap: var(--space-6);
    max-inline-size: 40rem;
  }
  h2 {
    font-size: var(--text-l);
    font-weight: var(--weight-bold);
    line-height: var(--leading-tight);
  }
  .lead {
    margin-block-start: var(--space-1);
    color: var(--color-text-2);
    text-wrap: pretty;
  }
  fieldset {
    display: grid;
    gap: var(--space-2);
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    margin-block-end: var(--space-2);
    padding: 0;
    font-weight: var(--weight-medium);
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
  .choice {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-block-size: var(--control-m);
    padding-inline: var(--space-4);
    border: 1px solid var(--color-line-strong);
    border-radius: var(--radius-m);
    cursor: pointer;
    --icon-size: 1.125rem;
  }
  .choice:hover {
    background: var(--color-hover);
  }
  .choice:has(:checked) {
    border-color: var(--color-accent);
    background: var(--color-accent-soft);
    color: var(--color-accent-text);
    font-weight: var(--weight-medium);
  }
  .choice:has(:focus-visible) {
    outline: 2px solid var(--color-focus);
    outline-offset: 2px;
  }
  .choice input {
    position: absolute;
    opacity: 0;
    pointer-events: none;
  }
`;
