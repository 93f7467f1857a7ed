import type { ProgramLanguage } from '../language.js';

export async function loadTypescript(): Promise<void> {}
export declare const typescript: ProgramLanguage;
