import type { NativeValue, Value } from '../../evaluate/value.js';
import type { Draft } from '../../operation.js';
import type { Span } from '../../span.js';
import type { TracedText } from '../../value.js';
import { LABELS } from './model.js';

/** `CreateTable(t)`, `DDL('...')` and their kin. */
export type DdlModel = { readonly drafts: readonly Draft[] } | { readonly sql: TracedText };

export const ddlOf = (value: Value | undefined): DdlModel | undefined => (value?.kind === 'native' && value.label === LABELS.ddl ? (value.data as DdlModel) : undefined);

export const ddlNative = (data: DdlModel, span: Span, member?: NativeValue['member']): NativeValue => ({ kind: 'native', label: LABELS.ddl, data, span, member, truth: () => true });
