import { css } from "lit";

/** Header, banners, conversation and field in a column; members beside it, or over it where there is no room. */
export const roomStyles = css`
  :host {
    display: flex;
    position: relative;
    min-block-size: 0;
    min-inline-size: 0;
  }
  .room {
    display: flex;
    position: relative;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
  }
  ui-empty {
    flex: 1;
  }
  .late {
    animation: appear var(--motion) 0.8s both;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  header {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--space-3);
    min-block-size: var(--head);
    padding-inline: var(--space-4) var(--space-3);
    border-block-end: 1px solid var(--color-line);
  }
  .title {
    flex: 1;
    min-inline-size: 0;
    line-height: var(--leading-tight);
  }
  h1,
  .title p {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  h1 {
    font-size: var(--text-l);
    font-weight: var(--weight-bold);
  }
  .title p {
    color: var(--color-text-3);
    font-size: var(--text-s);
  }
  room-menu {
    flex: none;
    min-inline-size: var(--control-m);
  }
  .back {
    display: none;
    margin-inline: calc(-1 * var(--space-2)) calc(-1 * var(--space-2));
  }
  ui-banner {
    flex: none;
    margin: var(--space-2) var(--space-3) 0;
  }
  chat-timeline {
    flex: 1;
  }
  .typing {
    flex: none;
    inline-size: 100%;
    max-inline-size: 60rem;
    min-block-size: 1.25rem;
    margin-inline: auto;
    padding-inline: var(--space-6);
    overflow: hidden;
    color: var(--color-text-3);
    font-size: var(--text-xs);
    line-height: 1.25rem;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .read-only {
    margin: 0 var(--space-4) var(--space-4);
    padding: var(--space-3);
    border-radius: var(--radius-m);
    background: var(--color-sunken);
    color: var(--color-text-2);
    text-align: center;
  }
  .closed {
    margin: 0 var(--space-4) var(--space-4);
  }
  .drop {
    position: absolute;
    z-index: 3;
    inset: var(--space-3);
    display: grid;
    place-items: center;
    border: 2px dashed var(--color-accent);
    border-radius: var(--radius-l);
    background: color-mix(in srgb, var(--color-accent-soft) 92%, transparent);
    color: var(--color-accent-text);
    font-weight: var(--weight-bold);
    pointer-events: none;
  }
  chat-panel {
    flex: none;
    inline-size: 20rem;
    border-inline-start: 1px solid var(--color-line);
  }
  @media (max-width: 64rem) {
    chat-panel {
      position: absolute;
      z-index: 4;
      inset-block: 0;
      inset-inline-end: 0;
      inline-size: min(22rem, 100%);
      box-shadow: var(--shadow-3);
    }
  }
  @media (max-width: 45rem) {
    .back {
      display: inline-flex;
    }
    header {
      padding-inline: var(--space-3) var(--space-1);
    }
    chat-panel {
      inline-size: 100%;
      border: 0;
    }
  }
`;
