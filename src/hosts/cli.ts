#!/usr/bin/env node
import module from 'node:module';

// not on Node 20; imports come after it so that they are cached
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { main } = await import('./main.js');
const status = await main(process.argv.slice(2));
process.exitCode = status;
// WebAssembly compiles in the background and would keep the process for another 100 ms; standard output is written by now
await new Promise((resolve) => process.stderr.write('', resolve));
process.exit(status);
