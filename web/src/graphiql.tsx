/** The page /graphiql: GraphiQL on the endpoint of this server, opening with the example questions. */

import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './graphiql.css';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { useGraphiQL } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { EXAMPLES, EXAMPLES_PLUGIN } from './examples';
import { FETCHER } from './fetcher';
import { Header } from './header';

const PLUGINS = [EXAMPLES_PLUGIN, HISTORY_PLUGIN];

/** Wraps the long lines of a question, for which GraphiQL has no setting. */
function WrapLines() {
  const editor = useGraphiQL(({ queryEditor }) => queryEditor);
  useEffect(() => editor?.updateOptions({ wordWrap: 'on' }), [editor]);
  return null;
}

createRoot(document.getElementById('root')!).render(
  <>
    <Header current="graphiql" />
    <main>
      <GraphiQL fetcher={FETCHER} defaultTabs={EXAMPLES} plugins={PLUGINS}>
        <GraphiQL.Logo>
          <></>
        </GraphiQL.Logo>
        <WrapLines />
      </GraphiQL>
    </main>
  </>,
);
