import { css } from "lit";

/** The list of rooms: two lines a room, as narrow as names allow. */
export const roomListStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
  }
  header {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--space-1);
    min-block-size: var(--head);
    padding-inline: var(--space-3) var(--space-2);
    border-block-end: 1px solid var(--color-line);
  }
  ui-input {
    flex: 1;
    min-inline-size: 0;
  }
  nav {
    flex: 1;
    min-block-size: 0;
    padding: var(--space-2);
    overflow: hidden auto;
  }
  .section {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    inline-size: 100%;
    min-block-size: 2rem;
    padding: 0 var(--space-2);
    border: 0;
    border-radius: var(--radius-s);
    background: none;
    color: var(--color-text-2);
    font-size: var(--text-s);
    font-weight: var(--weight-bold);
    text-align: start;
    cursor: pointer;
    --icon-size: 0.875rem;
  }
  .section:hover {
    background: var(--color-hover);
  }
  .section > span {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .section[aria-expanded="false"] > ui-icon {
    rotate: -90deg;
  }
  .inner {
    margin-inline-start: var(--space-3);
  }
  .part + .part:not(.inner) {
    margin-block-start: var(--space-3);
  }
  .room {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    column-gap: var(--space-3);
    align-items: center;
    padding: var(--space-2);
    border-radius: var(--radius-m);
    color: var(--color-text);
    line-height: var(--leading-tight);
    text-decoration: none;
    --avatar-size: 2.25rem;
  }
  .room:hover {
    background: var(--color-hover);
  }
  .room[aria-current] {
    background: var(--color-accent-soft);
  }
  .room:focus-visible,
  .section:focus-visible {
    outline-offset: -2px;
  }
  ui-avatar {
    grid-row: 1 / span 2;
  }
  .top,
  .bottom {
    display: flex;
    align-items: baseline;
    gap: var(--space-2);
    min-inline-size: 0;
  }
  .bottom {
    align-items: center;
    min-block-size: 1.25rem;
  }
  .name,
  .preview {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name {
    font-weight: var(--weight-medium);
  }
  .unread .name {
    font-weight: var(--weight-bold);
  }
  .preview {
    color: var(--color-text-3);
    font-size: var(--text-s);
  }
  .unread .preview {
    color: var(--color-text-2);
  }
  .room[aria-current] .preview,
  .room[aria-current] time {
    color: var(--color-text-2);
  }
  .preview em {
    color: var(--color-danger-text);
    font-style: normal;
  }
  time {
    flex: none;
    color: var(--color-text-3);
    font-size: var(--text-xs);
    font-variant-numeric: tabular-nums;
  }
  .empty,
  .note {
    padding: var(--space-4);
    color: var(--color-text-3);
    font-size: var(--text-s);
    text-align: center;
  }
  .note {
    flex: none;
    padding: var(--space-2) var(--space-4);
    border-block-start: 1px solid var(--color-line);
    text-align: start;
  }
`;
