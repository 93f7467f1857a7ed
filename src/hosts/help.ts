import type { Command } from './options.js';
export const help = (_command?: Command): string => 'help\n';
