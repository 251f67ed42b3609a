/** The page /graphiql: GraphiQL on the endpoint of this server, opening with the example questions. */

import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './graphiql.css';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { ENDPOINT } from './endpoint';
import { EXAMPLES, EXAMPLES_PLUGIN } from './examples';
import { Header } from './header';

const FETCHER = createGraphiQLFetcher({ url: ENDPOINT });
const PLUGINS = [EXAMPLES_PLUGIN, HISTORY_PLUGIN];

createRoot(document.getElementById('root')!).render(
  <>
    <Header current="graphiql" />
    <main>
      <GraphiQL fetcher={FETCHER} defaultTabs={EXAMPLES} plugins={PLUGINS}>
        <GraphiQL.Logo>
          <></>
        </GraphiQL.Logo>
      </GraphiQL>
    </main>
  </>,
);
