/** The bar at the head of both pages: what this is, and the way to the other page. */

import './page.css';
import icon from './icon.svg';

const PAGES = {
  graphiql: { korean: '질문하기', english: 'GraphiQL' },
  docs: { korean: '스키마 참조', english: 'Docs' },
};

export function Header({ current }: { current: keyof typeof PAGES }) {
  return (
    <header className="page-header">
      <a className="page-title" href="graphiql">
        <img src={icon} alt="" width="22" height="22" />
        <h1>plangraph</h1>
      </a>
      <p>
        서울의 계획과 UN SDGs를 잇는 지식 그래프 <span lang="en">Seoul’s plans and the UN SDGs in one graph</span>
      </p>
      <nav>
        {Object.entries(PAGES).map(([page, { korean, english }]) => (
          <a key={page} href={page} aria-current={page === current ? 'page' : undefined}>
            {korean} <span lang="en">{english}</span>
          </a>
        ))}
      </nav>
    </header>
  );
}
