import { UNDEFINED } from '../../evaluate/value.js';
import { type Maker, method } from '../natives.js';
import type { Runtime } from './runtime.js';

/** Inside the transaction that TypeORM has opened, a further one is a savepoint. */
export function transactionMethods(runtime: Runtime): Record<string, Maker> {
  let depth = runtime.transactional ? 1 : 0;
  return {
    startTransaction: method('typeorm.startTransaction', (call) => {
      call.emit([{ kind: 'transaction', verb: depth === 0 ? 'begin' : 'savepoint', span: call.span }]);
      if (depth === 0) call.setTransaction(true);
      depth += 1;
      return UNDEFINED;
    }),
    commitTransaction: method('typeorm.commitTransaction', (call) => {
      if (depth === 1) {
        call.emit([{ kind: 'transaction', verb: 'commit', span: call.span }]);
        call.setTransaction(false);
      }
      depth = Math.max(0, depth - 1);
      return UNDEFINED;
    }),
    // where something failed, the migration fails: what is rolled back was not to be said
    rollbackTransaction: method('typeorm.rollbackTransaction', () => UNDEFINED),
  };
}
