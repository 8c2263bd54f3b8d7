import { css } from "lit";

/** The looks that buttons share, on `.button` with one class for the variant. */
export const buttonStyles = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    inline-size: 100%;
    min-block-size: var(--control-m);
    padding: 0 var(--space-4);
    border: 1px solid transparent;
    border-radius: var(--radius-m);
    background: transparent;
    color: var(--color-text);
    font-size: var(--text-m);
    font-weight: var(--weight-medium);
    line-height: 1.2;
    text-decoration: none;
    white-space: nowrap;
    cursor: pointer;
    user-select: none;
    transition:
      background-color var(--motion-fast) var(--ease),
      border-color var(--motion-fast) var(--ease),
      color var(--motion-fast) var(--ease);
    --icon-size: 1.125rem;
  }
  .small {
    min-block-size: var(--control-s);
    padding-inline: var(--space-3);
    font-size: var(--text-s);
    --icon-size: 1rem;
  }
  .primary {
    background: var(--color-accent);
    color: var(--color-on-accent);
  }
  .primary:hover {
    background: var(--color-accent-hover);
  }
  .secondary {
    border-color: var(--color-line-strong);
    background: var(--color-raised);
  }
  .secondary:hover {
    border-color: var(--color-control-line);
    background: var(--color-sunken);
  }
  .ghost {
    color: var(--color-text-2);
  }
  .ghost:hover {
    background: var(--color-hover);
    color: var(--color-text);
  }
  .danger {
    background: var(--color-danger);
    color: var(--color-on-danger);
  }
  .danger:hover {
    background: var(--color-danger-hover);
  }
  .button:active {
    transform: translateY(0.5px);
  }
  .button:disabled,
  .button[aria-disabled="true"] {
    border-color: transparent;
    background: var(--color-neutral-soft);
    color: var(--color-text-3);
    cursor: not-allowed;
    transform: none;
  }
  .ghost:disabled {
    background: transparent;
  }
`;
