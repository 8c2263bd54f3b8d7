import { css } from "lit";

/** Rail at the side on wide screens, bar at the bottom on narrow ones. */
export const staffShellStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / var(--rail) minmax(0, 1fr);
    block-size: 100dvh;
    background: var(--color-canvas);
  }
  .skip {
    position: absolute;
    z-index: 1;
    inset: var(--space-2) auto auto var(--space-2);
    padding: var(--space-2) var(--space-4);
    border: 1px solid var(--color-line-strong);
    border-radius: var(--radius-m);
    background: var(--color-raised);
    transform: translateY(-4rem);
  }
  .skip:focus {
    transform: none;
  }
  ui-toaster {
    position: fixed;
  }
  .rail {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: var(--space-4);
    min-block-size: 0;
    padding-block: var(--space-3);
  }
  .mark {
    display: block;
    margin-block: var(--space-1) var(--space-2);
  }
  .rail ul {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: var(--space-2);
  }
  .rail a {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 0.125rem;
    inline-size: 4rem;
    border-radius: var(--radius-m);
    color: var(--color-text-2);
    font-size: 0.6875rem;
    font-weight: var(--weight-medium);
    text-decoration: none;
  }
  .pill {
    display: grid;
    place-items: center;
    inline-size: 2.75rem;
    block-size: 2.25rem;
    border-radius: var(--radius-m);
    transition: background-color var(--motion-fast) var(--ease);
    --icon-size: 1.375rem;
  }
  .rail a:hover .pill {
    background: var(--color-hover);
  }
  .rail a[aria-current] {
    color: var(--color-accent-text);
  }
  .rail a[aria-current] .pill {
    background: var(--color-accent-soft);
  }
  .rail ui-badge {
    position: absolute;
    inset-block-start: -0.1875rem;
    inset-inline-start: 2.375rem;
  }
  main {
    min-inline-size: 0;
    min-block-size: 0;
    margin: var(--space-2) var(--space-2) var(--space-2) 0;
    border: 1px solid var(--color-line);
    border-radius: var(--radius-l);
    background: var(--color-surface);
    overflow: hidden;
  }
  main.beside {
    display: grid;
    grid-template: minmax(0, 1fr) / auto minmax(0, 1fr);
  }
  main:focus-visible {
    outline-offset: -2px;
  }
  @media (max-width: 45rem) {
    :host {
      grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
    }
    .mark {
      display: none;
    }
    .rail {
      flex-direction: row;
      order: 1;
      gap: 0;
      min-block-size: var(--bar);
      padding: 0 var(--space-2) env(safe-area-inset-bottom);
      border-block-start: 1px solid var(--color-line);
      background: var(--color-surface);
    }
    .rail.deep {
      display: none;
    }
    .rail ul {
      flex: 4;
      flex-direction: row;
      gap: 0;
    }
    .rail li {
      display: grid;
      flex: 1;
      justify-items: center;
    }
    .pill {
      block-size: 1.75rem;
    }
    main.beside {
      grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    }
    main {
      margin: 0;
      border: 0;
      border-radius: 0;
    }
  }
`;
