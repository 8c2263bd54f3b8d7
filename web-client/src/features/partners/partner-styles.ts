import { css } from "lit";

/** What the parts of a partner's page have in common. */
export const partnerStyles = css`
  :host {
    display: block;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
  }
  .grow {
    flex: 1;
    min-inline-size: 0;
  }
  .quiet {
    color: var(--color-text-2);
    font-size: var(--text-s);
  }
  h2 {
    font-size: var(--text-l);
    line-height: var(--leading-tight);
  }
  h3 {
    font-size: var(--text-m);
    font-weight: var(--weight-bold);
  }
  section + section {
    margin-block-start: var(--space-8);
  }
  .items {
    display: grid;
    margin-block-start: var(--space-2);
  }
  .item {
    padding-block: var(--space-3);
    border-block-end: 1px solid var(--color-line);
    overflow-wrap: anywhere;
  }
  .item:last-child {
    border-block-end: 0;
  }
  .item a {
    color: inherit;
    font-weight: var(--weight-medium);
    text-decoration: none;
  }
  .item a:hover {
    text-decoration: underline;
  }
  .person {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    --avatar-size: 2rem;
  }
  .text {
    max-inline-size: 46rem;
    margin-block-start: var(--space-2);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    line-height: 1.6;
  }
`;
