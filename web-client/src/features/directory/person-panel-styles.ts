import { css } from "lit";

/** Layout of a profile. */
export const personPanelStyles = css`
  :host {
    display: block;
    padding: 0 var(--space-5) var(--space-8);
    overflow: auto;
  }
  header {
    position: sticky;
    z-index: 1;
    inset-block-start: 0;
    display: flex;
    align-items: center;
    min-block-size: var(--head);
    margin-inline: calc(-1 * var(--space-2));
    background: var(--color-surface);
  }
  .grow {
    flex: 1;
  }
  .back {
    display: none;
  }
  .who {
    display: grid;
    justify-items: center;
    gap: var(--space-1);
    text-align: center;
    --avatar-size: 4.5rem;
  }
  h2 {
    margin-block-start: var(--space-2);
    font-size: var(--text-xl);
    font-weight: var(--weight-bold);
    line-height: var(--leading-tight);
  }
  .other {
    color: var(--color-text-3);
  }
  .title {
    color: var(--color-text-2);
  }
  .badges {
    display: flex;
    gap: var(--space-2);
  }
  .badges:empty {
    display: none;
  }
  .who ui-button {
    margin-block-start: var(--space-3);
    min-inline-size: 10rem;
  }
  dl {
    display: grid;
    gap: var(--space-3);
    margin-block: var(--space-6);
    padding-block: var(--space-5);
    border-block: 1px solid var(--color-line);
  }
  dl > div {
    display: grid;
    grid-template-columns: 6.5rem minmax(0, 1fr);
    gap: var(--space-3);
  }
  dt {
    color: var(--color-text-3);
  }
  dd {
    overflow-wrap: anywhere;
  }
  .mono {
    font-family: var(--font-mono);
    font-size: var(--text-s);
  }
  .items {
    display: grid;
    gap: var(--space-2);
  }
  .people {
    margin-block-start: var(--space-5);
  }
  h3 {
    margin-block-end: var(--space-1);
    color: var(--color-text-3);
    font-size: var(--text-s);
    font-weight: var(--weight-medium);
  }
  .people ul {
    margin-inline: calc(-1 * var(--space-3));
  }
  @media (max-width: 64rem) {
    .back {
      display: inline-flex;
    }
    .close {
      display: none;
    }
  }
`;
