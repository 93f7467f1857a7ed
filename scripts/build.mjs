// Builds dist/: the bundles (parsers stay separate chunks, loaded on demand), the JSON schema of the configuration and the type declarations.
// `--no-types` leaves the declarations out, for a quick look; `--keep-old` keeps chunks of earlier builds for runs that have begun.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');
const common = { absWorkingDir: root, bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', minify: true, logLevel: 'warning' };

/** Tells one build from another: what one has read is no use to the next. */
function buildId() {
  const hash = createHash('sha256');
  for (const folder of ['src', 'rules']) {
    for (const file of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) if (file.endsWith('.ts')) hash.update(readFileSync(path.join(root, folder, file)));
  }
  hash.update(readFileSync(path.join(root, 'package.json')));
  return hash.digest('hex').slice(0, 16);
}

async function bundle() {
  const result = await build({
    ...common,
    entryPoints: { cli: 'src/hosts/cli.ts', index: 'src/index.ts', eslint: 'src/hosts/eslint.ts' },
    outdir: dist,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    metafile: true,
    define: { 'process.env.MIGRALINT_BUILD': JSON.stringify(buildId()) },
  });
  chmodSync(path.join(dist, 'cli.js'), 0o755);
  if (process.argv.includes('--keep-old')) return;
  const kept = new Set(Object.keys(result.metafile.outputs).map((file) => path.basename(file)));
  const chunks = path.join(dist, 'chunks');
  for (const file of existsSync(chunks) ? readdirSync(chunks) : []) if (!kept.has(file)) rmSync(path.join(chunks, file));
}

/** The rule ids of the schema come from the rules themselves, so the schema is made by running them. */
async function schema() {
  const script = path.join(dist, `schema-${process.pid}.mjs`);
  await build({
    ...common,
    stdin: { contents: "export { configSchema } from './src/config-schema.ts'; export { rules } from './rules/index.ts';", resolveDir: root },
    outfile: script,
  });
  try {
    const { configSchema, rules } = await import(pathToFileURL(script).href);
    writeFileSync(path.join(dist, 'schema.json'), `${JSON.stringify(configSchema(rules), null, 2)}\n`);
  } finally {
    rmSync(script);
  }
}

const ENTRIES = ['src/index.ts', 'src/hosts/eslint.ts'];

async function declarations() {
  const { default: ts } = await import('typescript');
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: ENTRIES }, ts.sys, root);
  // `npm run typecheck` is the check; here only the text of the declarations is wanted
  Object.assign(options, { noEmit: false, declaration: true, emitDeclarationOnly: true, noCheck: true, rootDir: root, outDir: path.join(dist, 'types') });
  rmSync(path.join(dist, 'types'), { recursive: true, force: true });
  const program = ts.createProgram(ENTRIES.map((file) => path.join(root, file)), options);
  const { diagnostics } = program.emit();
  if (diagnostics.length > 0) {
    throw new Error(ts.formatDiagnostics(diagnostics, { getCurrentDirectory: () => root, getCanonicalFileName: (name) => name, getNewLine: () => '\n' }));
  }
}

mkdirSync(dist, { recursive: true });
try {
  await bundle();
  await schema();
  if (!process.argv.includes('--no-types')) await declarations();
} catch (error) {
  // esbuild has printed what is wrong where
  if (!error.errors) console.error(error.message);
  process.exitCode = 1;
}
