import { parseOptions } from './options.js';
import { print } from './output.js';
import { UsageProblem } from './problem.js';

/** Runs a command line and gives its exit status: 0 nothing to complain about, 1 findings, 2 the tool could not do its work. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const parsed = parseOptions(argv);
    if (parsed.show === 'version') {
      const { packageVersion } = await import('./package.js');
      await print(`${packageVersion()}\n`);
      return 0;
    }
    if (parsed.show === 'help') {
      const { help } = await import('./help.js');
      await print(help(parsed.command));
      return 0;
    }
    const { options } = parsed;
    if (options.command === 'rules' || options.command === 'explain') {
      const { listRules, explain } = await import('./rules.js');
      return options.command === 'rules' ? await listRules(options) : await explain(options);
    }
    if (options.command === 'init') return await (await import('./init.js')).init(options);
    if (options.command === 'doctor') return await (await import('./doctor.js')).doctor(options);
    if (options.command === 'completion') return await (await import('./completion.js')).completion(options);
    if (options.command === 'baseline') return await (await import('./baseline.js')).writeBaselineFile(options);
    if (options.command === 'fix') {
      const { fix } = await import('./fix.js');
      return await fix(options);
    }
    const { check } = await import('./check.js');
    return await check(options);
  } catch (error) {
    if (error instanceof UsageProblem) {
      for (const line of error.message.split('\n')) process.stderr.write(`migralint: ${line}\n`);
      if (process.env.MIGRALINT_DEBUG && error.cause) process.stderr.write(`${String((error.cause as Error).stack)}\n`);
    } else {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      process.stderr.write(`migralint: internal error: ${message.split('\n')[0]}. This is a defect of migralint: please report it\n`);
      process.stderr.write(process.env.MIGRALINT_DEBUG ? `${stack}\n` : 'migralint: set MIGRALINT_DEBUG=1 for the details\n');
    }
    return 2;
  }
}
