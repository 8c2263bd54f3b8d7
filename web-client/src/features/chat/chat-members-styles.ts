import { css } from "lit";

/** The list of members beside a conversation. */
export const membersStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    background: var(--color-surface);
  }
  header {
    display: flex;
    flex: none;
    align-items: center;
    min-block-size: var(--control-l);
    padding-inline: var(--space-4) var(--space-2);
  }
  header p {
    flex: 1;
    color: var(--color-text-2);
    font-size: var(--text-s);
  }
  .scroll {
    flex: 1;
    min-block-size: 0;
    padding: var(--space-3) var(--space-2) var(--space-4);
    overflow: auto;
  }
  h3 {
    padding: var(--space-2) var(--space-2) var(--space-1);
    color: var(--color-text-3);
    font-size: var(--text-xs);
    font-weight: var(--weight-medium);
  }
  li {
    display: flex;
    align-items: center;
  }
  .person {
    display: flex;
    flex: 1;
    align-items: center;
    gap: var(--space-3);
    min-inline-size: 0;
    min-block-size: 2.75rem;
    padding: var(--space-1) var(--space-2);
    border: 0;
    border-radius: var(--radius-m);
    background: none;
    text-align: start;
  }
  button.person {
    cursor: pointer;
  }
  button.person:hover {
    background: var(--color-hover);
  }
  .who {
    display: grid;
    flex: 1;
    justify-items: start;
    min-inline-size: 0;
    line-height: var(--leading-tight);
    overflow-wrap: anywhere;
  }
  .who small {
    color: var(--color-text-3);
    font-size: var(--text-xs);
  }
  .who .problem {
    color: var(--color-danger-text);
  }
  .kept {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    margin-block-start: var(--space-5);
    padding-inline: var(--space-2);
    color: var(--color-text-3);
    font-size: var(--text-xs);
  }
  .readers {
    margin: var(--space-2);
    padding: var(--space-3);
    border-radius: var(--radius-m);
    background: var(--color-sunken);
    color: var(--color-text-2);
    font-size: var(--text-s);
  }
`;
