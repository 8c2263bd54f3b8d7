import { css } from "lit";

/** Text, pictures and files of a message. What foreign HTML may look like is decided here. */
export const contentStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  .text {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .html {
    white-space: normal;
  }
  .caption {
    margin-block-start: var(--space-2);
  }
  .emoji {
    font-size: 2rem;
    line-height: 1.25;
  }
  .quiet {
    color: var(--color-text-3);
    font-style: italic;
  }
  .html > * + * {
    margin-block-start: var(--space-2);
  }
  .html ul,
  .html ol {
    padding-inline-start: var(--space-5);
    list-style: revert;
  }
  .html h1,
  .html h2,
  .html h3,
  .html h4,
  .html h5,
  .html h6 {
    margin: 0;
    font-size: var(--text-l);
    font-weight: var(--weight-bold);
  }
  .html blockquote {
    margin: 0;
    padding-inline-start: var(--space-3);
    border-inline-start: 3px solid var(--color-line-strong);
    color: var(--color-text-2);
  }
  .html code {
    padding: 0.0625rem 0.25rem;
    border-radius: var(--radius-s);
    background: var(--color-neutral-soft);
    font-family: var(--font-mono);
    font-size: 0.92em;
  }
  .html pre {
    max-inline-size: 100%;
    max-block-size: 24rem;
    margin-inline: 0;
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-s);
    background: var(--color-neutral-soft);
    overflow: auto;
  }
  .html pre code {
    padding: 0;
    background: none;
    white-space: pre;
  }
  .html table {
    display: block;
    border-collapse: collapse;
    overflow: auto;
  }
  .html th,
  .html td {
    padding: var(--space-1) var(--space-2);
    border: 1px solid var(--color-line-strong);
    text-align: start;
  }
  .html hr {
    border: 0;
    border-block-start: 1px solid var(--color-line-strong);
  }
  .html [data-mx-spoiler] {
    border-radius: var(--radius-s);
    background: currentColor;
  }
  .html [data-mx-spoiler]:hover,
  .html [data-mx-spoiler]:focus {
    background: var(--color-neutral-soft);
  }
  .html a[href^="https://matrix.to/#/"] {
    padding-inline: 0.125rem;
    border-radius: var(--radius-s);
    background: var(--color-accent-soft);
    font-weight: var(--weight-medium);
    text-decoration: none;
  }
  .picture {
    display: block;
    max-inline-size: 100%;
    padding: 0;
    border: 1px solid var(--color-line);
    border-radius: var(--radius-m);
    background: none;
    overflow: hidden;
    cursor: zoom-in;
  }
  .picture chat-image {
    inline-size: 100%;
    block-size: 100%;
  }
  .file {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    inline-size: min(22rem, 100%);
    padding: var(--space-2) var(--space-2) var(--space-2) var(--space-3);
    border: 1px solid var(--color-line-strong);
    border-radius: var(--radius-m);
    background: var(--color-surface);
  }
  .name {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    line-height: var(--leading-tight);
  }
  .name > span {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  small {
    color: var(--color-text-3);
    font-size: var(--text-xs);
  }
  audio,
  video {
    display: block;
    max-inline-size: 100%;
    max-block-size: 20rem;
    margin-block-start: var(--space-2);
    border-radius: var(--radius-m);
  }
`;
