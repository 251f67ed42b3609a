/** Where questions go: the GraphQL endpoint beside this page. */
export const ENDPOINT = new URL('graphql', document.baseURI).href;
