// lint-staged.config.js: the names of the staged files are handed over
export default {
  '**/{migrations,versions}/**/*.{py,sql,ts,js,mts,cts,mjs,cjs}': 'migralint check --ignore-others',
};
