/** Sends a question from GraphiQL to the server. */

import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { Kind, parse } from 'graphql';
import { ENDPOINT } from './endpoint';

const SEND = createGraphiQLFetcher({ url: ENDPOINT });

/** The name of the one operation of a document; undefined where it has several, or cannot be read. */
function onlyOperation(document: string): string | undefined {
  try {
    const [only, ...others] = parse(document).definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    return others.length === 0 ? only?.name?.value : undefined;
  } catch {
    return undefined;
  }
}

/** Of a question run right after its tab was opened, GraphiQL still names the operation of the tab before. */
export const FETCHER: Fetcher = (question, options) =>
  SEND({ ...question, operationName: onlyOperation(question.query) ?? question.operationName }, options);
