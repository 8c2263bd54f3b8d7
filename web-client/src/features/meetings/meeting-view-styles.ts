import { css } from "lit";

/** Fills the window, or floats in the corner above everything else. */
export const viewStyles = css`
  :host {
    display: contents;
  }
  .full {
    position: fixed;
    z-index: 15;
    inset: 0;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    background: var(--color-canvas);
    color: var(--color-text);
  }
  .stage {
    color-scheme: dark;
    background: #121516;
  }
  .small {
    position: fixed;
    z-index: 15;
    /* Below the room's head, away from where one writes. */
    inset-block-start: calc(var(--head) + var(--space-6));
    inset-inline-end: var(--space-6);
    display: grid;
    inline-size: 20rem;
    block-size: 12.5rem;
    border-radius: var(--radius-l);
    background: #121516;
    color: var(--color-text);
    color-scheme: dark;
    box-shadow: var(--shadow-3);
    overflow: hidden;
  }
  @media (max-width: 45rem) {
    .small {
      inset-block: var(--space-12) auto;
      inset-inline-end: var(--space-2);
      inline-size: 9.5rem;
      block-size: 13rem;
    }
  }
`;
