import type { Options } from './options.js';
export const listRules = async (_options: Options): Promise<number> => 0;
export const explain = async (_options: Options): Promise<number> => 0;
