import { css } from "lit";

export const inboxStyles = css`
  .sum {
    color: var(--color-text-3);
    font-size: var(--text-s);
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    min-block-size: var(--control-s);
    padding-inline: var(--space-3);
    border: 1px solid var(--color-line);
    border-radius: var(--radius-full);
    color: var(--color-text-2);
    font-size: var(--text-s);
    text-decoration: none;
  }
  .chip:hover {
    background: var(--color-hover);
  }
  .chip[aria-current] {
    border-color: transparent;
    background: var(--color-accent-soft);
    color: var(--color-accent-text);
    font-weight: var(--weight-medium);
  }
  .chip .count {
    font-variant-numeric: tabular-nums;
  }
  .list > ui-banner {
    margin: var(--space-3) var(--space-6) 0;
  }
  .list > ui-skeleton {
    padding: var(--space-4) var(--space-6);
  }
  .list > h2 {
    padding: var(--space-4) var(--space-6) var(--space-2);
    color: var(--color-text-3);
    font-size: var(--text-xs);
    font-weight: var(--weight-bold);
  }
  .list > h2.overdue {
    color: var(--color-danger-text);
  }
  .row {
    display: flex;
    align-items: center;
    gap: var(--space-3);
  }
  .kind {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 2rem;
    block-size: 2rem;
    border-radius: var(--radius-m);
    background: var(--color-accent-soft);
    color: var(--color-accent-text);
    --icon-size: 1.125rem;
  }
  .words {
    display: grid;
    flex: 1;
    min-inline-size: 0;
  }
  .row .second {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row time {
    flex: none;
    color: var(--color-text-2);
    font-size: var(--text-s);
  }
  .row .late {
    color: var(--color-danger-text);
    font-weight: var(--weight-medium);
  }
  .detail {
    display: grid;
    gap: var(--space-4);
    padding-block-start: var(--space-2);
  }
  .what {
    font-size: var(--text-xl);
    font-weight: var(--weight-bold);
    line-height: var(--leading-tight);
    overflow-wrap: anywhere;
  }
  @media (max-width: 45rem) {
    .row .title {
      white-space: normal;
    }
    .list > h2 {
      padding-inline: var(--space-4);
    }
    .list > ui-banner {
      margin-inline: var(--space-4);
    }
  }
`;
