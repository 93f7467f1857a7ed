import type { NativeValue } from '../../evaluate/value.js';
import type { Host, ModuleResolver, NamingConvention } from '../../framework.js';
import type { Dialect, Target } from '../../target.js';
import type { SqlAlchemyOptions } from '../sqlalchemy/options.js';

/** What the natives of one host share. */
export interface Runtime {
  readonly host: Host;
  readonly target: Target;
  readonly convention?: NamingConvention;
  readonly sqlalchemy: SqlAlchemyOptions;
  readonly modules: ModuleResolver;
  /** `op.get_bind()`. */
  readonly connection: () => NativeValue;
  /** `op.get_context()`. */
  readonly migrationContext: () => NativeValue;
  /** Whether Alembic opens a transaction around a migration. */
  readonly transactional: boolean;
}

/** Alembic's `transactional_ddl`: elsewhere each statement stands for itself. */
export const hasTransactionalDdl = (dialect: Dialect): boolean => dialect === 'postgres' || dialect === 'mssql';

/** The dialect's name in SQLAlchemy. */
export const dialectNameOf = (dialect: Dialect): string => (dialect === 'postgres' ? 'postgresql' : dialect === 'mariadb' ? 'mysql' : dialect);
