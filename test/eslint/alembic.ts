/** A revision of Alembic with the bodies of its two functions. */
export function revision(id: string, parent: string | undefined, upgrade: string, downgrade = 'pass'): string {
  const indent = (body: string): string => body.split('\n').map((line) => `    ${line}`).join('\n');
  return [
    'import sqlalchemy as sa',
    'from alembic import op',
    '',
    `revision = '${id}'`,
    `down_revision = ${parent === undefined ? 'None' : `'${parent}'`}`,
    '',
    '',
    'def upgrade():',
    indent(upgrade),
    '',
    '',
    'def downgrade():',
    indent(downgrade),
    '',
  ].join('\n');
}

export const ALEMBIC = { 'alembic.ini': '[alembic]\nscript_location = migrations\nsqlalchemy.url = postgresql://localhost/app\n', 'migrations/env.py': 'from alembic import context\n' };
export const USERS = revision('a1', undefined, "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('phone', sa.Text))", "op.drop_table('users')");
export const DROP_PHONE = revision('b2', 'a1', "op.drop_column('users', 'phone')", "op.add_column('users', sa.Column('phone', sa.Text))");
