import { css } from "lit";

/** The frame of a routed page: head line with title and actions, scrolling body, readable width. */
export const pageStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    block-size: 100%;
    background: var(--color-surface);
  }
  .head {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    flex: none;
    min-block-size: var(--head);
    padding-inline: var(--space-6);
    border-block-end: 1px solid var(--color-line);
  }
  .head h1 {
    font-size: var(--text-l);
    font-weight: var(--weight-bold);
    line-height: var(--leading-tight);
  }
  .head .grow {
    flex: 1;
    min-inline-size: 0;
  }
  .body {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    padding: var(--space-6);
  }
  .measure {
    max-inline-size: 68rem;
    margin-inline: auto;
  }
  @media (max-width: 45rem) {
    .head {
      padding-inline: var(--space-4);
    }
    .body {
      padding: var(--space-4);
    }
  }
`;
