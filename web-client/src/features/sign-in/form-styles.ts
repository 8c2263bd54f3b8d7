import { css } from "lit";

/** The column of a sign-in page: heading, words, form. */
export const formStyles = css`
  h1 {
    font-size: var(--text-2xl);
    font-weight: var(--weight-bold);
    line-height: var(--leading-tight);
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  .lead {
    margin-block-start: var(--space-2);
    color: var(--color-text-2);
    text-wrap: pretty;
  }
  form,
  .stack {
    display: flex;
    flex-direction: column;
    gap: var(--space-4);
    margin-block-start: var(--space-6);
  }
  .wide {
    --control-m: var(--control-l);
  }
  .quiet {
    display: grid;
    margin-block-start: var(--space-5);
    padding-block-start: var(--space-3);
    border-block-start: 1px solid var(--color-line);
  }
`;
