/** The example questions of `examples/`: GraphiQL's first tabs, and a panel from which they can be opened again. */

import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react';

interface Example {
  name: string;
  query: string;
  korean: string;
  english: string;
}

const FILES = import.meta.glob<string>('../examples/*.graphql', { query: '?raw', import: 'default', eager: true });

/** In the order of the files' names. */
export const EXAMPLES = Object.keys(FILES)
  .sort()
  .map((path) => readExample(FILES[path]!));

/** Read an example: a comment in Korean, an empty one, a comment in English, then the operation. */
function readExample(query: string): Example {
  const comment = query.slice(0, query.search(/^[^#]/m)).replace(/^# ?/gm, '');
  const [korean = '', english = ''] = comment.split('\n\n');
  const name = /^query (\w+)/m.exec(query)?.[1] ?? '';
  return { name, query, korean, english };
}

function Examples() {
  const { addTab, changeTab } = useGraphiQLActions();
  const { tabs, queryEditor } = useGraphiQL(({ tabs, queryEditor }) => ({ tabs, queryEditor }));

  /** Go to the tab that holds this very question, else open a new one. */
  function open({ query }: Example) {
    const index = tabs.findIndex((tab) => tab.query === query);
    if (index >= 0) {
      changeTab(index);
    } else {
      addTab();
      queryEditor?.setValue(query);
    }
  }

  return (
    <section className="examples" aria-label="예제 Examples">
      <h2>예제 Examples</h2>
      <p>
        하나를 골라 열고 ▶ 또는 Ctrl-Enter로 실행합니다.{' '}
        <span lang="en">Open one, then run it with ▶ or Ctrl-Enter.</span>
      </p>
      <ol>
        {EXAMPLES.map((example) => (
          <li key={example.name}>
            <button type="button" onClick={() => open(example)}>
              <strong>{example.name}</strong>
              <span>{example.korean}</span>
              <span lang="en">{example.english}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function ExamplesIcon() {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round">
      <path d="M7.5 7.6a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1 1-1.1 1.8M10 14.4v.1" />
      <rect x="2" y="2" width="16" height="16" rx="4" />
    </svg>
  );
}

export const EXAMPLES_PLUGIN: GraphiQLPlugin = {
  title: '예제 Examples',
  icon: ExamplesIcon,
  content: Examples,
};
