import { css } from "lit";

/**
 * A list with the chosen object in a panel beside it; on narrow screens the
 * panel is the page. The page renders `.columns` (with `open` while something
 * is chosen) around `.list` and `.panel`.
 */
export const listDetailStyles = css`
  .columns {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1fr);
    min-block-size: 0;
  }
  .columns.open {
    grid-template-columns: minmax(20rem, 26rem) minmax(0, 1fr);
  }
  .list {
    min-block-size: 0;
    overflow: auto;
  }
  .open .list {
    border-inline-end: 1px solid var(--color-line);
  }
  .panel {
    min-inline-size: 0;
    min-block-size: 0;
    overflow: auto;
  }
  .bar {
    position: sticky;
    z-index: 1;
    inset-block-start: 0;
    display: flex;
    align-items: center;
    gap: var(--space-1);
    padding: var(--space-2) var(--space-3);
    background: var(--color-surface);
  }
  .bar .grow {
    flex: 1;
  }
  .bar .back {
    display: none;
  }
  .filters {
    position: sticky;
    z-index: 1;
    inset-block-start: 0;
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    padding: var(--space-3) var(--space-6) var(--space-2);
    background: var(--color-surface);
  }
  .row {
    display: block;
    padding: var(--space-3) var(--space-6);
    border-block-end: 1px solid var(--color-line);
    color: inherit;
    text-decoration: none;
  }
  .row:hover {
    background: var(--color-hover);
  }
  .row[aria-current] {
    background: var(--color-accent-soft);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  .row .line {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-inline-size: 0;
  }
  .row .title {
    flex: 1;
    overflow: hidden;
    font-weight: var(--weight-medium);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row .second {
    color: var(--color-text-2);
    font-size: var(--text-s);
  }
  .detail {
    max-inline-size: 46rem;
    margin-inline: auto;
    padding: var(--space-6);
  }
  @media (max-width: 64rem) {
    .columns.open {
      grid-template-columns: minmax(0, 1fr);
    }
    .open .list,
    .head.behind,
    .bar .shut {
      display: none;
    }
    .bar .back {
      display: inline-flex;
    }
  }
  @media (max-width: 45rem) {
    .filters,
    .row {
      padding-inline: var(--space-4);
    }
    .detail {
      padding: var(--space-4);
    }
  }
`;
