import type { Value } from '../../evaluate/value.js';
import type { Name } from '../../operation.js';
import type { Span } from '../../span.js';
import type { TableModel } from './model.js';
import { LABELS } from './model.js';

/** `select`, `insert`, `update` or `delete` as far as it has been built. */
export interface StatementModel {
  readonly verb: 'select' | 'insert' | 'update' | 'delete';
  readonly table?: TableModel;
  readonly columns?: readonly string[];
  readonly setsNotNull?: readonly string[];
  readonly filtered: boolean;
  readonly whereNull: readonly string[];
  readonly reads: readonly string[];
  readonly from: readonly Name[];
  readonly filter?: string;
  readonly span: Span;
}

export const statementOf = (value: Value | undefined): StatementModel | undefined =>
  value?.kind === 'native' && value.label === LABELS.statement ? (value.data as StatementModel) : undefined;
