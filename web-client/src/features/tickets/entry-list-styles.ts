import { css } from "lit";

/** What was written in a ticket, oldest first; notes are marked so that nobody takes one for an answer. */
export const entryListStyles = css`
  .entries {
    display: grid;
    gap: var(--space-3);
    list-style: none;
  }
  .entry {
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--color-line);
    border-radius: var(--radius-l);
    background: var(--color-surface);
  }
  .entry.agent {
    background: var(--color-accent-soft);
  }
  .entry.note {
    border-style: dashed;
    border-color: var(--color-warning-text);
    background: var(--color-warning-soft);
  }
  .entry header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
    color: var(--color-text-2);
    font-size: var(--text-s);
  }
  .entry header strong {
    color: var(--color-text);
    font-weight: var(--weight-medium);
  }
  .entry p {
    margin-block-start: var(--space-1);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .change {
    color: var(--color-text-2);
    font-size: var(--text-s);
  }
  form {
    display: grid;
    gap: var(--space-3);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
`;
