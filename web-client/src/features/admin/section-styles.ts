import { css } from "lit";

/** Blocks of an administrators' page. */
export const sectionStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-8);
  }
  h2 {
    margin-block-end: var(--space-1);
    font-size: var(--text-l);
    font-weight: var(--weight-bold);
  }
  h3 {
    font-size: var(--text-m);
    font-weight: var(--weight-bold);
  }
  .lead {
    max-inline-size: 42rem;
    margin-block-end: var(--space-4);
    color: var(--color-text-2);
    text-wrap: pretty;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-3);
  }
  .grow {
    flex: 1;
  }
  .mono {
    font-family: var(--font-mono);
    font-size: var(--text-s);
  }
  .quiet {
    color: var(--color-text-2);
  }
`;
