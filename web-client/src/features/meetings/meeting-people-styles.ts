import { css } from "lit";

/** The side panel of the stage; its colours come from the dark scheme around it. */
export const peopleStyles = css`
  :host {
    display: grid;
    min-block-size: 0;
  }
  section {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    border-radius: var(--radius-l);
    background: var(--color-surface);
    color: var(--color-text);
    overflow: hidden;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: var(--space-2) var(--space-2) var(--space-1) var(--space-4);
  }
  h2 {
    font-size: var(--text-l);
  }
  .scroll {
    flex: 1;
    overflow: auto;
  }
  li {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-block-size: 3rem;
    padding-inline: var(--space-4) var(--space-2);
    --icon-size: 1.125rem;
  }
  .who {
    display: grid;
    flex: 1;
    gap: 0.125rem;
    min-inline-size: 0;
    line-height: var(--leading-tight);
  }
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .marks {
    display: flex;
    gap: var(--space-1);
    min-inline-size: 0;
  }
  .marks:empty {
    display: none;
  }
  .off {
    color: var(--color-text-3);
  }
  .hand {
    color: #f2c45a;
  }
  .gap {
    inline-size: var(--control-s);
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    padding: var(--space-3) var(--space-4);
    border-block-start: 1px solid var(--color-line);
  }
  ui-copy-field {
    flex: 1 1 100%;
  }
  .quiet {
    color: var(--color-text-2);
    font-size: var(--text-s);
  }
  @media (max-width: 45rem) {
    section {
      border-radius: 0;
    }
  }
`;
