/** What the reference looks like: search and the list of types beside the types themselves, all on one page. */

import { type GraphQLNamedType, type GraphQLType, isListType, isNonNullType } from 'graphql';
import { type KeyboardEvent, memo, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Description, Marked } from './text';
import { type Entry, KINDS, type Kind, makeSearch, type TypeEntry } from './reference';

/** Where results would lie over what was chosen. */
const NARROW = matchMedia('(max-width: 760px)');

/** As many results as a person may look through. */
const MOST_RESULTS = 80;

/** Kinds of which the list of types shows only how many there are, until it is opened. */
const FOLDED: Kind[] = ['query', 'connection', 'input'];

/** An argument of so many fields (where, limit, ...) is described in each, but folded. */
const COMMON = 12;

export function ReferencePage({ types }: { types: TypeEntry[] }) {
  useEffect(() => {
    // The address may name an entry that was not there yet when the browser looked for it.
    if (location.hash) location.replace(location.hash);
    unfold();
    addEventListener('hashchange', unfold);
    return () => removeEventListener('hashchange', unfold);
  }, []);
  return (
    <div className="reference">
      <Sidebar types={types} />
      <Types types={types} />
    </div>
  );
}

/** Open the folded arguments in which the entry that the address names is hidden. */
function unfold() {
  const target = document.getElementById(location.hash.slice(1));
  const fold = target?.closest('details');
  if (target && fold && !fold.open) {
    fold.open = true;
    target.scrollIntoView();
  }
}

function Sidebar({ types }: { types: TypeEntry[] }) {
  const [text, setText] = useState('');
  const [isListOpen, setListOpen] = useState(false);
  const deferred = useDeferredValue(text);
  const search = useMemo(() => makeSearch(types), [types]);
  const results = useMemo(() => search(deferred), [search, deferred]);
  const aside = useRef<HTMLElement>(null);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    function focus(event: globalThis.KeyboardEvent) {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      input.current?.select();
    }
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);

  /** Arrows walk through the results, Enter takes the first, Escape leaves the search. */
  function steer(event: KeyboardEvent) {
    const links = [...aside.current!.querySelectorAll<HTMLAnchorElement>('.results a')];
    const position = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = position + (event.key === 'ArrowDown' ? 1 : -1);
      (next < 0 ? input.current : links[next])?.focus();
    } else if (event.key === 'Enter' && position < 0) {
      links[0]?.click();
    } else if (event.key === 'Escape') {
      setText('');
      input.current?.focus();
    }
  }

  return (
    <aside ref={aside} onKeyDown={steer}>
      <div className="search">
        <input
          ref={input}
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="이름이나 설명에서 찾기 Search ( / )"
          aria-label="찾기 Search"
        />
        <button type="button" aria-expanded={isListOpen} onClick={() => setListOpen(!isListOpen)}>
          목록 Types
        </button>
      </div>
      {deferred.trim() ? (
        <Results results={results} text={deferred} onChoose={() => NARROW.matches && setText('')} />
      ) : (
        <nav
          className={isListOpen ? 'types open' : 'types'}
          aria-label="형 목록 Types"
          onClick={() => setListOpen(false)}
        >
          <TypeList types={types} />
        </nav>
      )}
    </aside>
  );
}

function Results({ results, text, onChoose }: { results: Entry[]; text: string; onChoose: () => void }) {
  return (
    <div className="results" onClick={onChoose}>
      <p role="status">{results.length}건 found</p>
      <ul>
        {results.slice(0, MOST_RESULTS).map(({ anchor, description }) => (
          <li key={anchor}>
            <a href={`#${anchor}`}>
              <code>
                <Marked text={anchor} words={text} />
              </code>
              <span>
                <Marked text={description.replaceAll('`', '')} words={text} />
              </span>
            </a>
          </li>
        ))}
      </ul>
      {results.length > MOST_RESULTS && (
        <p>
          처음 {MOST_RESULTS}건입니다. The first {MOST_RESULTS} are shown.
        </p>
      )}
    </div>
  );
}

/** The types by kind, and in the place of the type Query what can be asked. */
const TypeList = memo(({ types }: { types: TypeEntry[] }) =>
  byKind(types).map(([kind, members]) => {
    const links: Entry[] = kind === 'query' ? members.flatMap((type) => type.entries) : members;
    return (
      <details key={kind} open={!FOLDED.includes(kind)}>
        <summary>
          {KINDS[kind].label} <small>{links.length}</small>
        </summary>
        <ul>
          {links.map(({ anchor, name }) => (
            <li key={anchor}>
              <a href={`#${anchor}`}>{name}</a>
            </li>
          ))}
        </ul>
      </details>
    );
  }),
);

const Types = memo(({ types }: { types: TypeEntry[] }) => {
  const isCommon = useMemo(() => findCommonArguments(types), [types]);
  const entries = types.flatMap((type) => type.entries);
  const argumentCount = entries.flatMap((entry) => entry.arguments).length;
  return (
    <main>
      <h2>스키마 참조 Schema reference</h2>
      <p>
        이 서버가 답하는 모든 것: 형 {types.length}개, 필드와 값 {entries.length}개, 인자 {argumentCount}개.{' '}
        <a href="graphiql">GraphiQL에서 물어보기</a>
      </p>
      <p lang="en">
        Everything that this server answers, read from the server itself: {types.length} types, {entries.length} fields
        and values, {argumentCount} arguments. <a href="graphiql">Ask in GraphiQL</a>
      </p>
      {byKind(types).map(([kind, members]) => (
        <section key={kind} aria-label={KINDS[kind].label}>
          <h2>{KINDS[kind].label}</h2>
          {members.map((type) => (
            <TypeArticle key={type.name} type={type} isCommon={isCommon} />
          ))}
        </section>
      ))}
    </main>
  );
});

function TypeArticle({ type, isCommon }: { type: TypeEntry; isCommon: (argument: Entry) => boolean }) {
  const height = 120 + 60 * type.entries.length; // a first guess, until the browser has drawn it
  return (
    <article id={type.anchor} style={{ containIntrinsicBlockSize: `auto ${height}px` }}>
      <h3>
        <a href={`#${type.anchor}`}>{type.name}</a> <small>{KINDS[type.kind].keyword}</small>
      </h3>
      <Description text={type.description} />
      <Names label="구현하는 인터페이스 Implements" names={type.interfaces} />
      <Names label="속하는 형 Types" names={type.members} />
      {type.oneOf && <p className="names">필드를 정확히 하나만 줍니다. Exactly one field is given.</p>}
      {type.specifiedBy && (
        <p className="names">
          명세 Specified by <a href={type.specifiedBy}>{type.specifiedBy}</a>
        </p>
      )}
      {type.entries.length > 0 && (
        <ul className="entries">
          {type.entries.map((entry) => (
            <EntryItem key={entry.name} entry={entry}>
              {entry.arguments.length > 0 && (
                <details className="arguments" open={!entry.arguments.every(isCommon)}>
                  <summary>
                    인자 Arguments <code>{entry.arguments.map(({ name }) => name).join(', ')}</code>
                  </summary>
                  <ul>
                    {entry.arguments.map((argument) => (
                      <EntryItem key={argument.name} entry={argument} />
                    ))}
                  </ul>
                </details>
              )}
            </EntryItem>
          ))}
        </ul>
      )}
      {type.uses.length > 0 && (
        <details className="uses">
          <summary>
            쓰이는 곳 Used by <small>{type.uses.length}</small>
          </summary>
          <Names names={type.uses} />
        </details>
      )}
    </article>
  );
}

function EntryItem({ entry, children }: { entry: Entry; children?: React.ReactNode }) {
  return (
    <li id={entry.anchor}>
      <div className="signature">
        <a href={`#${entry.anchor}`}>{entry.name}</a>
        {entry.type && (
          <>
            : <TypeName type={entry.type} />
          </>
        )}
        {entry.defaultValue !== undefined && <> = {entry.defaultValue}</>}
      </div>
      <div>
        <Description text={entry.description} />
        {entry.deprecation !== undefined && (
          <p className="deprecated">
            쓰지 않기를 권합니다. Deprecated: <Marked text={entry.deprecation} words="" />
          </p>
        )}
        {children}
      </div>
    </li>
  );
}

/** A type as GraphQL writes it, with a link: `[Indicator!]!`. */
function TypeName({ type }: { type: GraphQLType }) {
  if (isNonNullType(type)) {
    return (
      <>
        <TypeName type={type.ofType} />!
      </>
    );
  }
  if (isListType(type)) {
    return (
      <>
        [<TypeName type={type.ofType} />]
      </>
    );
  }
  const { name } = type as GraphQLNamedType;
  return <a href={`#${name}`}>{name}</a>;
}

function Names({ label, names }: { label?: string; names: string[] }) {
  if (names.length === 0) return null;
  return (
    <p className="names">
      {label}{' '}
      {names.map((name) => (
        <a key={name} href={`#${name}`}>
          {name}
        </a>
      ))}
    </p>
  );
}

function byKind(types: TypeEntry[]): [Kind, TypeEntry[]][] {
  const kinds = Object.keys(KINDS) as Kind[];
  return kinds
    .map((kind): [Kind, TypeEntry[]] => [kind, types.filter((type) => type.kind === kind)])
    .filter(([, members]) => members.length > 0);
}

/** Return a function that tells whether an argument is one that many fields describe in the same words. */
function findCommonArguments(types: TypeEntry[]): (argument: Entry) => boolean {
  const key = ({ name, description }: Entry) => `${name}: ${description}`;
  const counts = new Map<string, number>();
  for (const argument of types.flatMap((type) => type.entries).flatMap((entry) => entry.arguments)) {
    counts.set(key(argument), (counts.get(key(argument)) ?? 0) + 1);
  }
  return (argument) => (counts.get(key(argument)) ?? 0) >= COMMON;
}
