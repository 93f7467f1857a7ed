import type { Context } from '../evaluate/value.js';
import type { Schema, SchemaHistory } from '../framework.js';
import type { Operation } from '../operation.js';

/** So many operations are replayed for the questions of one direction; what asks on and on gets no more answers. */
const MOST_REPLAYED = 50_000;

/** The schema as one direction of a migration has made it so far. Nothing is replayed where nobody asks. */
export class SchemaNow {
  private latest: { readonly schema: Schema; readonly operations: readonly Operation[]; readonly count: number } | undefined;
  private replayed = 0;

  constructor(
    private readonly history: SchemaHistory,
    private readonly start: () => Schema,
  ) {}

  at({ operations }: Context): Schema | undefined {
    const count = operations.length;
    if (this.latest?.operations === operations && this.latest.count === count) return this.latest.schema;
    this.replayed += count;
    if (this.replayed > MOST_REPLAYED) return undefined;
    const schema = count === 0 ? this.start() : this.history.after(this.start(), operations);
    this.latest = { schema, operations, count };
    return schema;
  }
}
