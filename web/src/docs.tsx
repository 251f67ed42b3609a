/** The page /docs: the reference of the schema, read from the server itself, so that it is always the one served. */

import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import { Component, type ReactNode, Suspense, use } from 'react';
import { createRoot } from 'react-dom/client';
import './docs.css';
import { ReferencePage } from './docs/page';
import { readTypes, type TypeEntry } from './docs/reference';
import { ENDPOINT } from './endpoint';
import { Header } from './header';

const OPTIONS = { inputValueDeprecation: true, specifiedByUrl: true, oneOf: true };

async function fetchTypes(): Promise<TypeEntry[]> {
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery(OPTIONS) }),
  });
  const { data, errors } = await response.json();
  if (!data) throw new Error(errors?.[0]?.message ?? `HTTP ${response.status}`);
  return readTypes(buildClientSchema(data));
}

const TYPES = fetchTypes();

function Reference() {
  return <ReferencePage types={use(TYPES)} />;
}

class Failure extends Component<{ children: ReactNode }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return (
      <p className="notice" role="alert">
        서버에서 스키마를 읽지 못했습니다. The schema could not be read from the server: {this.state.error.message}{' '}
        <button type="button" onClick={() => location.reload()}>
          다시 시도 Try again
        </button>
      </p>
    );
  }
}

// The theme that a person chose in GraphiQL holds here as well.
const theme = localStorage.getItem('graphiql:theme');
if (theme) document.body.classList.add(`graphiql-${theme}`);

createRoot(document.getElementById('root')!).render(
  <>
    <Header current="docs" />
    <Failure>
      <Suspense fallback={<p className="notice">스키마를 읽는 중 Reading the schema…</p>}>
        <Reference />
      </Suspense>
    </Failure>
  </>,
);
