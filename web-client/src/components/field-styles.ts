import { css } from "lit";

/** Label, control, hint and error of a form field. */
export const fieldStyles = css`
  :host {
    display: block;
  }
  label {
    display: block;
    margin-block-end: var(--space-1);
    color: var(--color-text-2);
    font-size: var(--text-s);
    font-weight: var(--weight-medium);
  }
  .control {
    display: flex;
    align-items: center;
    min-block-size: var(--control-m);
    border: 1px solid var(--color-control-line);
    border-radius: var(--radius-m);
    background: var(--color-raised);
    transition: border-color var(--motion-fast) var(--ease);
  }
  .control:hover {
    border-color: var(--color-text-3);
  }
  .control:focus-within {
    border-color: var(--color-focus);
    outline: 1px solid var(--color-focus);
  }
  .control.invalid {
    border-color: var(--color-danger);
    outline-color: var(--color-danger);
  }
  .control > ui-icon {
    margin-inline-start: var(--space-2);
    color: var(--color-text-3);
    --icon-size: 1.125rem;
  }
  input,
  select {
    flex: 1;
    min-inline-size: 0;
    align-self: stretch;
    padding: 0 var(--space-3);
    border: 0;
    border-radius: inherit;
    outline: none;
    background: transparent;
    color: var(--color-text);
    font-size: var(--text-m);
  }
  /* The ring is drawn around the whole control. */
  input:focus-visible,
  select:focus-visible {
    outline: none;
  }
  ui-icon + input {
    padding-inline-start: var(--space-2);
  }
  input::placeholder {
    color: var(--color-text-3);
    opacity: 1;
  }
  input::-webkit-search-cancel-button {
    appearance: none;
  }
  :host([disabled]) .control {
    border-color: var(--color-line);
    background: var(--color-sunken);
    color: var(--color-text-2);
  }
  :host([disabled]) input,
  :host([disabled]) select {
    color: inherit;
    cursor: not-allowed;
  }
  .hint,
  .error {
    margin-block-start: var(--space-1);
    font-size: var(--text-s);
  }
  .hint {
    color: var(--color-text-3);
  }
  .error {
    color: var(--color-danger-text);
  }
  @media (pointer: coarse) {
    input,
    select {
      /* Smaller text makes phones zoom into the field. */
      font-size: var(--text-l);
    }
  }
`;
