#!/usr/bin/env node
import module from 'node:module';
import v8 from 'node:v8';

// the SQL parser is a large WebAssembly module that one run uses for a moment: compiling functions when they are first
// called, and only simply, takes a quarter of a second of processor time less
v8.setFlagsFromString('--wasm-lazy-compilation');
v8.setFlagsFromString('--liftoff-only');

// not on Node 20; imports come after it so that they are cached
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { main } = await import('./main.js');
const status = await main(process.argv.slice(2));
process.exitCode = status;
// WebAssembly compiles in the background and would keep the process for another 100 ms; standard output is written by now
await new Promise((resolve) => process.stderr.write('', resolve));
process.exit(status);
