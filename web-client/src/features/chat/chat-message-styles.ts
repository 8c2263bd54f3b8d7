import { css } from "lit";

/** One row: avatar, name line, bubble, and what belongs to it. Own messages stand at the other side. */
export const messageStyles = css`
  :host {
    display: block;
    position: relative;
    padding: 0.0625rem var(--space-4);
    border-radius: var(--radius-m);
    outline-offset: -2px;
  }
  :host([starts-group]) {
    padding-block-start: var(--space-3);
  }
  :host([highlighted]) .bubble {
    animation: found 2.4s var(--ease);
  }
  @keyframes found {
    0%,
    60% {
      box-shadow: 0 0 0 3px var(--color-focus);
    }
  }
  .row {
    display: grid;
    grid-template-columns: 2rem minmax(0, 1fr);
    column-gap: var(--space-3);
    justify-items: start;
  }
  .own {
    justify-items: end;
  }
  ui-avatar {
    grid-row: 1 / span 2;
  }
  .rest {
    display: grid;
    grid-column: 2;
    justify-items: inherit;
    min-inline-size: 0;
    max-inline-size: min(44rem, 92%);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: var(--space-2);
    margin-block-end: var(--space-1);
    font-size: var(--text-s);
    line-height: var(--leading-tight);
  }
  .name {
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: var(--weight-bold);
    cursor: pointer;
  }
  .name:hover {
    text-decoration: underline;
  }
  ui-avatar {
    cursor: pointer;
  }
  .thread,
  .arrived {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-2);
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
    --icon-size: 0.875rem;
  }
  .thread {
    margin-block-start: var(--space-1);
    padding: var(--space-1) var(--space-2);
    border: 1px solid var(--color-line);
    border-radius: var(--radius-m);
    color: var(--color-accent-text);
    font-size: var(--text-s);
  }
  .thread:hover {
    background: var(--color-hover);
  }
  .thread.unread {
    font-weight: var(--weight-bold);
  }
  .thread small {
    color: var(--color-text-3);
    font-weight: var(--weight-normal, 400);
  }
  .arrived {
    gap: var(--space-1);
  }
  .arrived:hover {
    text-decoration: underline;
  }
  time,
  .ended,
  .edited {
    color: var(--color-text-3);
    font-size: var(--text-xs);
    font-variant-numeric: tabular-nums;
  }
  .line {
    display: flex;
    align-items: flex-end;
    gap: var(--space-1);
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  .own .line {
    flex-direction: row-reverse;
  }
  .bubble {
    min-inline-size: 0;
    padding: var(--space-2) var(--space-3);
    border-radius: 0.25rem var(--radius-l) var(--radius-l) 0.25rem;
    background: light-dark(var(--color-sunken), var(--color-raised));
  }
  :host([starts-group]) .bubble {
    border-start-start-radius: var(--radius-l);
  }
  .own .bubble {
    border-radius: var(--radius-l) 0.25rem 0.25rem var(--radius-l);
    background: var(--color-accent-soft);
  }
  :host([starts-group]) .own .bubble {
    border-start-start-radius: var(--radius-l);
    border-start-end-radius: var(--radius-l);
  }
  .bubble.bare {
    padding: 0;
    background: none;
  }
  .bubble.mention {
    box-shadow: inset 0 0 0 1px var(--color-accent);
  }
  .bubble.failed {
    background: var(--color-danger-soft);
  }
  .quote {
    display: block;
    inline-size: 100%;
    max-inline-size: 100%;
    margin-block-end: var(--space-2);
    padding: 0 0 0 var(--space-2);
    border: 0;
    border-inline-start: 3px solid var(--color-line-strong);
    background: none;
    color: var(--color-text-2);
    font-size: var(--text-s);
    text-align: start;
    cursor: pointer;
  }
  .quote strong {
    display: block;
    font-weight: var(--weight-medium);
  }
  .quote span {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .reactions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1);
    margin-block-start: var(--space-1);
  }
  .own .reactions {
    justify-content: flex-end;
  }
  .reaction {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    min-block-size: 1.625rem;
    padding: 0 var(--space-2);
    border: 1px solid var(--color-line);
    border-radius: var(--radius-full);
    background: var(--color-surface);
    font-size: var(--text-s);
    font-variant-numeric: tabular-nums;
    cursor: pointer;
  }
  .reaction[aria-pressed="true"] {
    border-color: var(--color-accent);
    background: var(--color-accent-soft);
    color: var(--color-accent-text);
  }
  .state {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
    margin-block-start: var(--space-1);
    color: var(--color-text-3);
    font-size: var(--text-xs);
    --icon-size: 0.875rem;
  }
  .own .state {
    justify-content: flex-end;
  }
  .state.failed {
    color: var(--color-danger-text);
  }
  .ways {
    display: flex;
    gap: var(--space-1);
  }
  .state > ui-icon {
    margin-inline-end: calc(-1 * var(--space-1));
  }
  .tools {
    position: absolute;
    z-index: 1;
    inset-block-start: -0.875rem;
    inset-inline-end: var(--space-6);
    display: flex;
    border: 1px solid var(--color-line);
    border-radius: var(--radius-m);
    background: var(--color-raised);
    box-shadow: var(--shadow-2);
    opacity: 0;
    pointer-events: none;
  }
  .tools.own {
    inset-inline: auto var(--space-6);
  }
  @media (hover: hover) {
    :host(:hover) .tools {
      opacity: 1;
      pointer-events: auto;
    }
  }
  :host(:focus) .tools,
  .tools:focus-within,
  .tools.open {
    opacity: 1;
    pointer-events: auto;
  }
  @media (max-width: 45rem) {
    :host {
      padding-inline: var(--space-3);
    }
    .own .rest {
      grid-column: 1 / -1;
    }
    .rest {
      max-inline-size: 100%;
    }
  }
`;
