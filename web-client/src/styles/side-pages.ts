import { css } from "lit";

/**
 * A list of pages at the side with the chosen one beside it; on a phone the list
 * is a page of its own (`nav.behind` while one is chosen, `.list-only` while none is).
 */
export const sidePagesStyles = css`
  .columns {
    display: grid;
    flex: 1;
    grid-template: minmax(0, 1fr) / 17rem minmax(0, 1fr);
    min-block-size: 0;
  }
  nav {
    padding: var(--space-3) var(--space-2);
    border-inline-end: 1px solid var(--color-line);
    background: var(--color-sunken);
    overflow: auto;
  }
  ul {
    display: grid;
    gap: 0.125rem;
  }
  a {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-block-size: var(--row);
    padding-inline: var(--space-3);
    border-radius: var(--radius-m);
    color: var(--color-text-2);
    text-decoration: none;
    --icon-size: 1.125rem;
  }
  a:hover {
    background: var(--color-hover);
  }
  a[aria-current] {
    background: var(--color-accent-soft);
    color: var(--color-accent-text);
    font-weight: var(--weight-medium);
  }
  a .forward {
    display: none;
    margin-inline-start: auto;
  }
  .back {
    display: none;
  }
  @media (max-width: 45rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
    nav {
      border: 0;
      background: none;
    }
    nav.behind,
    .list-only {
      display: none;
    }
    a[aria-current] {
      background: none;
      color: var(--color-text-2);
      font-weight: inherit;
    }
    a .forward,
    .back {
      display: inline-flex;
    }
  }
`;
