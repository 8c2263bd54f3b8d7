import { css } from "lit";

/** The stage is dark whatever the theme, because pictures are. */
export const stageStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-block-size: 0;
    min-inline-size: 0;
    background: #121516;
    color: #eef2f0;
  }
  .frame {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    min-block-size: 0;
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-block-size: var(--head);
    padding-inline: var(--space-3);
  }
  .title {
    flex: 1;
    min-inline-size: 0;
    line-height: var(--leading-tight);
  }
  h1 {
    overflow: hidden;
    font-size: var(--text-l);
    font-weight: var(--weight-bold);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .title p {
    color: #a9b3af;
    font-size: var(--text-s);
    font-variant-numeric: tabular-nums;
  }
  .marks {
    display: flex;
    align-items: center;
    gap: var(--space-2);
  }
  .red {
    color: #ff8d80;
  }
  span.red {
    display: inline-block;
    inline-size: 0.5rem;
    block-size: 0.5rem;
    margin-inline-end: var(--space-1);
    border-radius: var(--radius-full);
    background: #f0483e;
  }
  .middle {
    display: flex;
    gap: var(--space-3);
    min-block-size: 0;
    padding-inline: var(--space-3);
  }
  .pictures {
    position: relative;
    flex: 1;
    min-inline-size: 0;
    min-block-size: 0;
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
    grid-auto-rows: minmax(0, 1fr);
    gap: var(--space-2);
    block-size: 100%;
  }
  .cell {
    display: grid;
    min-block-size: 0;
    min-inline-size: 0;
  }
  .own {
    position: absolute;
    z-index: 1;
    inset-block-end: var(--space-3);
    inset-inline-end: var(--space-3);
    display: grid;
    inline-size: clamp(6rem, 18%, 15rem);
    aspect-ratio: 16 / 10;
    border-radius: var(--radius-l);
    box-shadow: var(--shadow-3);
  }
  .speaker {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    gap: var(--space-2);
    block-size: 100%;
  }
  .main {
    position: relative;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-block-size: 0;
    min-inline-size: 0;
  }
  drawing-bar {
    position: absolute;
    z-index: 1;
    inset-block-start: var(--space-2);
    inset-inline: var(--space-2);
    display: flex;
    justify-content: safe center;
    pointer-events: none;
  }
  .row {
    display: flex;
    justify-content: safe center;
    gap: var(--space-2);
    overflow-x: auto;
  }
  .row meeting-tile {
    flex: none;
    inline-size: 11rem;
    block-size: 6.5rem;
  }
  .alone {
    position: absolute;
    inset-block-start: var(--space-3);
    inset-inline: 0;
    color: #c5cecb;
    text-align: center;
  }
  meeting-people {
    flex: none;
    inline-size: 20rem;
  }
  .controls {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-1);
    padding: var(--space-3);
  }
  .control {
    position: relative;
    display: grid;
    justify-items: center;
    gap: 0.1875rem;
    min-inline-size: 5rem;
    padding: var(--space-2);
    border: 0;
    border-radius: var(--radius-m);
    background: transparent;
    color: #eef2f0;
    font-size: var(--text-xs);
    line-height: var(--leading-tight);
    cursor: pointer;
    --icon-size: 1.5rem;
  }
  .control:hover {
    background: #ffffff14;
  }
  .control.warn ui-icon {
    color: #ff8d80;
  }
  .control.on {
    background: #1f4440;
    color: #9be3da;
  }
  .control ui-badge {
    position: absolute;
    inset-block-start: 0.125rem;
    inset-inline-end: 1rem;
  }
  .end {
    margin-inline-start: var(--space-6);
  }
  .leave,
  .leave:hover {
    background: #c9372c;
    color: #ffffff;
  }
  .leave:hover {
    background: #ab2b21;
  }
  .mini {
    position: relative;
    display: grid;
    min-block-size: 0;
  }
  .mini .bar {
    position: absolute;
    inset-block-start: var(--space-1);
    inset-inline-end: var(--space-1);
    display: flex;
    gap: 0.125rem;
    padding: 0.125rem;
    border-radius: var(--radius-m);
    background: #0d1011c7;
  }
  @media (max-width: 45rem) {
    .middle {
      padding-inline: var(--space-2);
    }
    meeting-people {
      position: fixed;
      z-index: 2;
      inset: 0;
      inline-size: 100%;
    }
    .controls {
      justify-content: space-between;
      gap: 0;
      padding: var(--space-2) var(--space-1) max(var(--space-2), env(safe-area-inset-bottom));
    }
    .control {
      min-inline-size: 3rem;
    }
    .control > span {
      display: none;
    }
    .control ui-badge {
      inset-inline-end: 0;
    }
    .end {
      margin-inline-start: 0;
    }
    .leave {
      border-radius: var(--radius-full);
    }
    .row meeting-tile {
      inline-size: 7rem;
      block-size: 4.5rem;
    }
  }
`;
