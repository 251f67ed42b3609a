import { defineConfig } from 'vite';

export default defineConfig({
  base: './', // the pages find their assets beside themselves, also behind a proxy that serves them under a prefix
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    rollupOptions: {
      input: ['graphiql.html', 'docs.html'],
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning), // "use client" in libraries
    },
    chunkSizeWarningLimit: 4096, // the editor of GraphiQL is one chunk, loaded by its page alone
  },
  server: { proxy: { '/graphql': 'http://127.0.0.1:8000' } },
});
