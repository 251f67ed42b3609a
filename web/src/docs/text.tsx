/** Descriptions, which GraphQL writes in Markdown, and text with the words that were searched for. */

import MarkdownIt from 'markdown-it';

const MARKDOWN = new MarkdownIt();

/** Many entries are described in the same words. */
const RENDERED = new Map<string, string>();

export function Description({ text }: { text: string }) {
  if (!text) return null;
  let html = RENDERED.get(text);
  if (html === undefined) {
    html = MARKDOWN.render(text);
    RENDERED.set(text, html);
  }
  return <div className="description" dangerouslySetInnerHTML={{ __html: html }} />; // markdown-it escapes HTML
}

/** Text in which the searched words are marked. */
export function Marked({ text, words }: { text: string; words: string }) {
  const escaped = words
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .split(/\s+/);
  if (!escaped[0]) return text;
  const parts = text.split(new RegExp(`(${escaped.join('|')})`, 'i')); // every second one is a match
  return parts.map((part, index) => (index % 2 ? <mark key={index}>{part}</mark> : part));
}
